import type { Shape } from "@openhcs/core";
import { filterLines } from "./axis-lines.js";
import type { Boundary } from "./boundary.js";
import type { Numbers } from "./elements.js";
import type { Footprint } from "./footprint.js";
import { filterByRuns } from "./run-filter.js";
import { slideMinimum } from "./sliding-minimum.js";

/**
 * The minimum over a footprint around every pixel: erosion. `source` and `target` may be the same elements.
 *
 * Boxes go one axis after another, other footprints line by line along the runs that they consist of. NaN if any neighbour is NaN.
 */
export function footprintMinimum(source: Numbers, target: Numbers, shape: Shape, footprint: Footprint, boundary: Boundary): void {
  extremeFilter(source, target, shape, footprint, boundary, 1);
}

/** The maximum over a footprint around every pixel: dilation by the mirrored footprint. As {@link footprintMinimum} otherwise. */
export function footprintMaximum(source: Numbers, target: Numbers, shape: Shape, footprint: Footprint, boundary: Boundary): void {
  extremeFilter(source, target, shape, footprint, boundary, -1);
}

/** A maximum is the negative minimum of the negatives, exactly so in floating point. */
function extremeFilter(source: Numbers, target: Numbers, shape: Shape, footprint: Footprint, boundary: Boundary, sign: 1 | -1): void {
  if (footprint.members.every((member) => member === 1)) filterByBox(source, target, shape, footprint, boundary, sign);
  else filterByRuns(source, target, shape, footprint, boundary, sign);
}

function filterByBox(source: Numbers, target: Numbers, shape: Shape, { shape: box, centre }: Footprint, boundary: Boundary, sign: 1 | -1): void {
  let from = source;
  for (const [axis, window] of box.entries()) {
    if (window === 1) continue;
    const before = centre[axis] as number;
    filterLines(from, target, shape, axis, { before, after: window - 1 - before }, boundary, ({ extended, result, extent, lanes }) => {
      const count = extent + window - 1;
      scale(extended, count * lanes, sign);
      slideMinimum(extended, count, lanes, window);
      result.set(extended.subarray(0, extent * lanes));
      scale(result, extent * lanes, sign);
    });
    from = target;
  }
  if (from === source && source !== target) target.set(source);
}

function scale(elements: Float64Array, count: number, sign: 1 | -1): void {
  if (sign === 1) return;
  for (let i = 0; i < count; i++) elements[i] = -(elements[i] as number);
}
