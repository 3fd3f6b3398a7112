import { sizeOf, type Shape } from "@openhcs/core";
import { boundaryIndices, type Boundary } from "./boundary.js";
import type { Numbers } from "./elements.js";
import { forEachLine, lineAt, lineOffset, type Box } from "./neighbor-lines.js";

/** Weights of the pixels in a box, in C order. */
export interface Kernel extends Box {
  readonly weights: Float64Array;
}

/** Taps of one line of a kernel. */
interface KernelLine {
  /** From the centre, on all axes but the last. */
  readonly offset: readonly number[];
  /** Positions in the kernel's line, 0 being its first. */
  readonly positions: Int32Array;
  readonly weights: Float64Array;
}

/**
 * Correlates an image with a kernel of as many axes: `out[i] = Σ weights[k] · in[i + k − centre]`, in float64.
 *
 * Sums run in C order of the kernel and leave out weights of 0 (magnitude ≤ 2⁻⁵²), as `scipy.ndimage.correlate` does: NaN does not spread to where
 * its weight is 0. Every line along the last axis is read once, also those beyond the border, and added to all lines that have it as a neighbour.
 */
export function correlateNd(source: Numbers, shape: Shape, kernel: Kernel, { mode, cval }: Boundary): Float64Array {
  const sums = new Float64Array(sizeOf(shape));
  const lines = kernelLines(kernel);
  const width = shape[shape.length - 1] as number;
  const before = kernel.centre[shape.length - 1] as number;
  const reads = boundaryIndices(mode, width, before, (kernel.shape[shape.length - 1] as number) - 1 - before);
  const extended = new Float64Array(reads.length);

  forEachLine(shape, kernel, mode, (index, sourceLine) => {
    if (sourceLine < 0) extended.fill(cval);
    else readLine(source, sourceLine * width, width, reads, before, extended, cval);
    for (const line of lines) {
      const at = lineAt(index, line.offset, shape);
      if (at >= 0) addTaps(extended, line, sums, at * width, width);
    }
  });
  return sums;
}

function kernelLines({ shape, centre, weights }: Kernel): readonly KernelLine[] {
  const width = shape[shape.length - 1] as number;
  const lines: KernelLine[] = [];
  for (let line = 0; line < weights.length / width; line++) {
    const taps = Array.from(weights.subarray(line * width, (line + 1) * width), (weight, position) => ({ weight, position }))
      .filter(({ weight }) => Math.abs(weight) > Number.EPSILON);
    if (taps.length === 0) continue;
    lines.push({
      offset: lineOffset(line, shape, centre),
      positions: Int32Array.from(taps, ({ position }) => position),
      weights: Float64Array.from(taps, ({ weight }) => weight),
    });
  }
  return lines;
}

/** The line of the source that begins at `origin`, continued beyond its ends as `reads` says. */
function readLine(source: Numbers, origin: number, width: number, reads: Int32Array, before: number, extended: Float64Array, cval: number): void {
  extended.set(source.subarray(origin, origin + width), before);
  for (let p = 0; p < reads.length; p++) {
    if (p === before) p += width;
    if (p >= reads.length) return;
    const read = reads[p] as number;
    extended[p] = read < 0 ? cval : (extended[before + read] as number);
  }
}

/** Adds weighted taps to the sums from `at` on in their order, three at a time, as most kernels are 3 wide. */
function addTaps(extended: Float64Array, { positions, weights }: KernelLine, sums: Float64Array, at: number, width: number): void {
  let k = 0;
  for (; k + 3 <= positions.length; k += 3) addThree(extended, positions.subarray(k), weights.subarray(k), sums, at, width);
  for (; k < positions.length; k++) addOne(extended, positions[k] as number, weights[k] as number, sums, at, width);
}

function addThree(extended: Float64Array, positions: Int32Array, weights: Float64Array, sums: Float64Array, at: number, width: number): void {
  const a = positions[0] as number;
  const b = positions[1] as number;
  const c = positions[2] as number;
  const ofA = weights[0] as number;
  const ofB = weights[1] as number;
  const ofC = weights[2] as number;
  for (let x = 0; x < width; x++) {
    sums[at + x] = (sums[at + x] as number) + (extended[x + a] as number) * ofA + (extended[x + b] as number) * ofB + (extended[x + c] as number) * ofC;
  }
}

function addOne(extended: Float64Array, position: number, weight: number, sums: Float64Array, at: number, width: number): void {
  for (let x = 0; x < width; x++) sums[at + x] = (sums[at + x] as number) + (extended[x + position] as number) * weight;
}
