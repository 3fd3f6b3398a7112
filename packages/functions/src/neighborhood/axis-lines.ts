import { sizeOf, type Shape } from "@openhcs/core";
import { boundaryIndices, type Boundary } from "./boundary.js";
import type { Numbers } from "./elements.js";

/** How far a window reaches to either side of the element that it belongs to. */
export interface Reach {
  readonly before: number;
  readonly after: number;
}

/**
 * Neighbouring lines along an axis, interleaved: element `p` of line `l` is at `p * lanes + l`, so that a filter may run over all of
 * them in one flat loop with taps `lanes` apart.
 */
export interface LineBlock {
  /** The lines with `before` elements ahead and `after` behind. */
  readonly extended: Float64Array;
  /** Where the filter puts `extent * lanes` results. */
  readonly result: Float64Array;
  readonly extent: number;
  readonly lanes: number;
}

/** Enough lines side by side for whole cache lines, few enough for a block to stay in the cache. */
const mostLanes = 64;

/** Filters every line along an axis; `source` and `target` may be the same elements, of any dtypes. */
export function filterLines(
  source: Numbers, target: Numbers, shape: Shape, axis: number, { before, after }: Reach, { mode, cval }: Boundary, filter: (block: LineBlock) => void,
): void {
  const extent = shape[axis] as number;
  const inner = sizeOf(shape.slice(axis + 1));
  const outer = sizeOf(shape.slice(0, axis));
  if (extent * inner * outer === 0) return;
  const reads = boundaryIndices(mode, extent, before, after);
  const extended = new Float64Array(reads.length * Math.min(inner, mostLanes));
  const result = new Float64Array(extent * Math.min(inner, mostLanes));

  for (let plane = 0; plane < outer; plane++) {
    for (let first = 0; first < inner; first += mostLanes) {
      const lanes = Math.min(mostLanes, inner - first);
      const origin = plane * extent * inner + first;
      gather(source, origin, inner, extended, before, extent, lanes);
      extendLines(extended, reads, before, extent, lanes, cval);
      filter({ extended, result, extent, lanes });
      scatter(result, target, origin, inner, extent, lanes);
    }
  }
}

function gather(source: Numbers, origin: number, stride: number, extended: Float64Array, before: number, extent: number, lanes: number): void {
  if (stride === 1) {
    extended.set(source.subarray(origin, origin + extent), before);
    return;
  }
  for (let p = 0; p < extent; p++) {
    const at = origin + p * stride;
    extended.set(source.subarray(at, at + lanes), (before + p) * lanes);
  }
}

function extendLines(extended: Float64Array, reads: Int32Array, before: number, extent: number, lanes: number, cval: number): void {
  for (let p = 0; p < reads.length; p++) {
    if (p === before) p += extent;
    if (p >= reads.length) return;
    const read = reads[p] as number;
    if (read < 0) extended.fill(cval, p * lanes, (p + 1) * lanes);
    else extended.copyWithin(p * lanes, (before + read) * lanes, (before + read + 1) * lanes);
  }
}

function scatter(result: Float64Array, target: Numbers, origin: number, stride: number, extent: number, lanes: number): void {
  if (stride === 1) {
    target.set(result.subarray(0, extent), origin);
    return;
  }
  for (let p = 0; p < extent; p++) target.set(result.subarray(p * lanes, (p + 1) * lanes), origin + p * stride);
}
