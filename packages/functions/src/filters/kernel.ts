import { sizeOf } from "@openhcs/core";
import type { Kernel } from "../neighborhood/correlate-nd.js";
import { checkOrigin } from "../neighborhood/origin.js";
import { perAxis } from "../neighborhood/per-axis.js";

/** Weights by which pixels around a pixel are summed, as a parameter of a function. */
export const kernelParameter = {
  type: "list", minLength: 1,
  description: "Weights as nested lists, one level per axis: [[1, 2, 1], [2, 4, 2], [1, 2, 1]], on a stack plane by plane; the centre is at ⌊size / 2⌋ + origin.",
  examples: [[[1, 2, 1], [2, 4, 2], [1, 2, 1]], [[[1]], [[-1]]]],
} as const;

/** More weights than this take minutes; by Fourier transform they take seconds. */
const mostWeights = 1 << 16;

const highestRank = 8;

/** `true`, or why nested lists and an origin are no kernel for an image of so many axes. */
export function checkKernel(kernel: readonly unknown[], rank: number, origin: number | readonly number[]): true | string {
  const shape = shapeOf(kernel);
  if (shape.length > rank) return `must have a kernel of at most as many axes as the image, which are ${rank}, not ${shape.length}`;
  if (sizeOf(shape) === 0 || !isFull(kernel, shape)) return "must have a kernel of finite numbers in nested lists of equal lengths";
  if (sizeOf(shape) > mostWeights) return `must have a kernel of at most ${mostWeights} weights; fftConvolve takes larger ones`;
  return checkOrigin(onAxes(shape, rank), origin);
}

/** A checked kernel as it is laid on an image of so many axes. */
export function kernelOf(kernel: readonly unknown[], origin: number | readonly number[], rank: number): Kernel {
  const nested = shapeOf(kernel);
  const shape = onAxes(nested, rank);
  const origins = perAxis(origin, shape.length);
  return {
    shape,
    centre: shape.map((extent, axis) => (extent >> 1) + (origins[axis] as number)),
    weights: Float64Array.from([kernel].flat(nested.length) as number[]),
  };
}

/** The kernel about its centre, by which a correlation becomes a convolution. */
export function flipped({ shape, centre, weights }: Kernel): Kernel {
  return { shape, centre: centre.map((at, axis) => (shape[axis] as number) - 1 - at), weights: weights.slice().reverse() };
}

/** A kernel of fewer axes than the image has extent 1 on the first ones. */
function onAxes(shape: readonly number[], rank: number): readonly number[] {
  return [...new Array<number>(Math.max(rank - shape.length, 0)).fill(1), ...shape];
}

function shapeOf(kernel: unknown): readonly number[] {
  const shape: number[] = [];
  for (let level = kernel; Array.isArray(level) && shape.length <= highestRank; level = level[0]) shape.push(level.length);
  return shape;
}

function isFull(nested: unknown, [extent, ...inner]: readonly number[]): boolean {
  if (extent === undefined) return Number.isFinite(nested);
  return Array.isArray(nested) && nested.length === extent && nested.every((item) => isFull(item, inner));
}
