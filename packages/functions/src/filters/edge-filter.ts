import { normalizeAxis, sizeOf, type NdArray } from "@openhcs/core";
import { advanceIndex } from "../neighborhood/advance-index.js";
import type { Boundary } from "../neighborhood/boundary.js";
import { correlate1d } from "../neighborhood/correlate-1d.js";
import { correlateNd, type Kernel } from "../neighborhood/correlate-nd.js";
import { numbersOf } from "../neighborhood/elements.js";
import { arrayOf, keptElements, type OutDtype } from "./out-dtype.js";
import { unitRangeOf } from "./unit-range.js";

/** Weights of the central difference. */
export const difference = [-1, 0, 1] as const;

/** Weights on the axes along which no difference is taken: of the neighbour before, the middle and the neighbour after. */
export type Smoothing = readonly [number, number, number];

/** scikit-image: central differences along one axis with their sign, or the root of the mean of their squares over all axes. */
export function edgeStrength(image: NdArray, smoothing: Smoothing, axis: number | undefined, boundary: Boundary): NdArray {
  const { rank, shape } = image;
  const source = unitRangeOf(image);
  const kept = keptElements(image, undefined);
  if (axis !== undefined || rank === 1) {
    kept.set(correlateNd(source, shape, edgeKernel(smoothing, rank, normalizeAxis(axis ?? 0, rank)), boundary));
    return arrayOf(kept, image, undefined);
  }
  const squares = new Float64Array(source.length);
  for (let along = 0; along < rank; along++) {
    const edges = correlateNd(source, shape, edgeKernel(smoothing, rank, along), boundary);
    for (let i = 0; i < squares.length; i++) squares[i] = (squares[i] as number) + (edges[i] as number) * (edges[i] as number);
  }
  for (let i = 0; i < squares.length; i++) kept[i] = Math.sqrt((squares[i] as number) / rank);
  return arrayOf(kept, image, undefined);
}

/** SciPy: central differences along one axis, then sums along the others. */
export function edgeDerivative(image: NdArray, smoothing: Smoothing, axis: number, boundary: Boundary, outDtype: OutDtype): NdArray {
  const { rank, shape } = image;
  const kept = keptElements(image, outDtype);
  const along = normalizeAxis(axis, rank);
  correlate1d(numbersOf(image), kept, shape, along, Float64Array.from(difference), boundary);
  for (let across = 0; across < rank; across++) {
    if (across !== along) correlate1d(kept, kept, shape, across, Float64Array.from(smoothing), boundary);
  }
  return arrayOf(kept, image, outDtype);
}

/** The product of a difference along one axis and smoothing along the others. */
export function edgeKernel(smoothing: Smoothing, rank: number, along: number): Kernel {
  const shape = new Array<number>(rank).fill(3);
  const weights = new Float64Array(sizeOf(shape));
  const index = new Array<number>(rank).fill(0);
  for (let k = 0; k < weights.length; k++) {
    weights[k] = index.reduce((product, at, axis) => product * ((axis === along ? difference : smoothing)[at] as number), 1);
    advanceIndex(index, shape);
  }
  return { shape, centre: shape.map(() => 1), weights };
}
