import { contiguousStrides, type Shape } from "@openhcs/core";
import { cropped } from "../neighborhood/cropped.js";
import { extendImage } from "../neighborhood/extended-image.js";
import type { Footprint } from "../neighborhood/footprint.js";
import { lineStart, positionOf } from "../neighborhood/line-start.js";
import { distancesOf } from "../neighborhood/window-distances.js";

/**
 * What is left of a mask when pixels vanish that are neighbours of vanished ones, beginning with `vanished`, for so many generations.
 *
 * The footprint's members are the neighbours to which vanishing spreads. A pixel vanishes once at most, so that it is no matter how
 * many generations there are.
 */
export function spread(mask: Uint8Array<ArrayBuffer>, vanished: Uint8Array, shape: Shape, footprint: Footprint, generations: number): Uint8Array<ArrayBuffer> {
  if (mask.length === 0) return mask;
  const { elements, shape: wide } = extendImage(mask, shape, footprint, { mode: "constant", cval: 0 });
  const strides = contiguousStrides(wide);
  const distances = distancesOf(footprint, strides);
  const toCentre = positionOf(footprint.centre, strides);
  const queue = new Int32Array(count(mask) + count(vanished));
  let end = enqueue(vanished, shape, strides, queue);
  for (let generation = 0, next = 0; generation < generations && next < end; generation++) {
    for (const last = end; next < last; next++) {
      const place = queue[next] as number;
      for (let k = 0; k < distances.length; k++) {
        const neighbour = place + (distances[k] as number);
        if (elements[neighbour] === 0) continue;
        elements[neighbour] = 0;
        queue[end++] = neighbour - toCentre;
      }
    }
  }
  return cropped(elements, wide, footprint.centre, shape);
}

/** Writes where the neighbourhoods of a mask's pixels begin; how many there are. */
function enqueue(mask: Uint8Array, shape: Shape, strides: readonly number[], queue: Int32Array): number {
  const width = shape.at(-1) as number;
  let end = 0;
  for (let line = 0; line < mask.length / width; line++) {
    const start = lineStart(line, shape, strides, shape.length - 1);
    for (let x = 0; x < width; x++) if (mask[line * width + x] === 1) queue[end++] = start + x;
  }
  return end;
}

function count(mask: Uint8Array): number {
  let ones = 0;
  for (let i = 0; i < mask.length; i++) ones += mask[i] as number;
  return ones;
}
