import { sizeOf, type Shape } from "@openhcs/core";
import { boundaryIndices, type Boundary } from "./boundary.js";
import type { Numbers } from "./elements.js";
import type { Footprint } from "./footprint.js";
import { runsOf } from "./footprint-runs.js";
import { lineAt } from "./line-at.js";
import { fillLevels, minimaOver, minimumLevels } from "./sliding-minimum.js";

/**
 * Minimum (sign 1) or maximum (sign −1) over any footprint.
 *
 * Every line along the last axis is taken once, also those beyond the border: its sliding minimum is computed per run of the
 * footprint and folded into all the lines that have this run of it as neighbours.
 */
export function filterByRuns(source: Numbers, target: Numbers, shape: Shape, footprint: Footprint, boundary: Boundary, sign: 1 | -1): void {
  const runs = runsOf(footprint);
  const width = shape[shape.length - 1] as number;
  const before = Math.max(0, ...runs.map(({ start }) => -start));
  const after = Math.max(0, ...runs.map(({ start, length }) => start + length - 1));
  const reads = boundaryIndices(boundary.mode, width, before, after);
  const cval = sign * boundary.cval;
  const levels = minimumLevels(reads.length, Math.max(...runs.map(({ length }) => length)));
  const [line] = levels as [Float64Array];
  const slid = new Float64Array(width);
  const best = new Float64Array(sizeOf(shape)).fill(Infinity);

  forEachLine(shape, footprint, boundary, (index, sourceLine) => {
    if (sourceLine < 0) line.fill(cval);
    else readLine(source, sourceLine * width, reads, line, sign, cval);
    fillLevels(levels);
    for (const { start, length, lines } of runs) {
      minimaOver(levels, length, before + start, slid, width);
      for (const offset of lines) {
        const at = lineAt(index, offset, shape);
        if (at >= 0) foldMinimum(best, at * width, slid, width);
      }
    }
  });
  if (sign === -1) for (let i = 0; i < best.length; i++) best[i] = -(best[i] as number);
  target.set(best);
}

/** Visits every line that some pixel has as a neighbour: its index on the leading axes, which may lie outside, and the line that is read there (−1: none). */
function forEachLine(shape: Shape, { shape: box, centre }: Footprint, { mode }: Boundary, visit: (index: readonly number[], sourceLine: number) => void): void {
  if (sizeOf(shape) === 0) return;
  const axes = shape.slice(0, -1).map((extent, axis) => {
    const before = centre[axis] as number;
    return { extent, before, reads: boundaryIndices(mode, extent, before, (box[axis] as number) - 1 - before) };
  });
  const count = sizeOf(axes.map(({ reads }) => reads.length));
  const index = new Array<number>(axes.length).fill(0);
  for (let n = 0; n < count; n++) {
    let rest = n;
    let sourceLine = 0;
    let stride = 1;
    for (let axis = axes.length - 1; axis >= 0; axis--) {
      const { extent, before, reads } = axes[axis] as (typeof axes)[number];
      const position = rest % reads.length;
      rest = (rest - position) / reads.length;
      const read = reads[position] as number;
      index[axis] = position - before;
      sourceLine = read < 0 || sourceLine < 0 ? -1 : sourceLine + read * stride;
      stride *= extent;
    }
    visit(index, sourceLine);
  }
}

function readLine(source: Numbers, origin: number, reads: Int32Array, line: Float64Array, sign: 1 | -1, cval: number): void {
  for (let p = 0; p < line.length; p++) {
    const read = reads[p] as number;
    line[p] = read < 0 ? cval : sign * (source[origin + read] as number);
  }
}

function foldMinimum(best: Float64Array, at: number, slid: Float64Array, width: number): void {
  for (let x = 0; x < width; x++) best[at + x] = Math.min(best[at + x] as number, slid[x] as number);
}
