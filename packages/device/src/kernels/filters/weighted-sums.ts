import { sizeOf, type Dtype, type Shape } from "@openhcs/core";
import type { Boundary, Kernel } from "@openhcs/functions/for-kernels";
import { kernelSource, type ComputeType } from "../../dialect/kernel-source.js";
import type { DeviceWork } from "../../session/device-work.js";
import type { Array } from "../device-kernel.js";
import { modeNumber } from "../neighborhood/mode-number.js";
import { distancesIn, extendedStacks, liesInStacks } from "../neighborhood/stacks.js";
import { keptChoices } from "./correlate-axes.js";

export interface SumOptions {
  readonly boundary: Boundary;
  /** Dtype of the result: integers truncate and wrap. */
  readonly kept: Dtype;
  readonly compute: ComputeType;
  /** What elements are multiplied with as they are read; those that are not 1 give −1 at least. */
  readonly scale?: number;
}

/** More weights than this are left to the reference, or to a Fourier transform. */
const mostWeights = 1024;

/** `true`, or why sums with a kernel are left to the reference. */
export function takesKernel(shape: Shape, kernel: Kernel): true | string {
  return kernel.weights.length <= mostWeights ? liesInStacks(shape, kernel.shape) : `leaves kernels of more than ${mostWeights} weights to the reference`;
}

/** The sums of every pixel's neighbours with a kernel; with several of one shape and as many weights, the root of the mean of the squares of their sums. */
export async function weightedSums(work: DeviceWork, image: Array, kernels: readonly [Kernel, ...Kernel[]], { boundary, kept, compute, scale = 1 }: SumOptions): Promise<Array> {
  const { dtype, shape } = image;
  const out = work.array(kept, shape);
  if (out.bytes === 0) return out;
  const stacks = extendedStacks(shape, kernels[0]);
  const files = ["neighborhood/boundary.cl", "neighborhood/extended.cl", "filters/kept.cl", "filters/correlate.cl"];
  const program = await work.program(kernelSource(files, keptChoices({ IN: dtype, OUT: kept }, compute)));
  const extended = work.array(compute, stacks.shape);
  const wide = sizeOf(stacks.shape);
  program.launch("extend_image", wide, [
    image, extended, ...stacks.extents, ...stacks.before, wide, modeNumber(boundary.mode), boundary.cval, scale, scale === 1 ? -Infinity : -1,
  ]);

  const counted = (weight: number | undefined) => Math.abs(weight ?? 0) > Number.EPSILON;
  const weights = kernels.flatMap((kernel) => Array.from(kernel.weights).filter(counted));
  const places = kernels.flatMap((kernel) => [...distancesIn(stacks, kernel.shape, (position) => counted(kernel.weights[position]))]);
  const taps = weights.length / kernels.length;
  const weightTable = weights.length === 0 ? null : await work.table(compute === "float64" ? Float64Array.from(weights) : Float32Array.from(weights), compute);
  const distances = weights.length === 0 ? null : await work.table(Int32Array.from(places), "int32");
  const size = sizeOf(shape);
  if (kernels.length === 1) program.launch("correlate_image", size, [extended, out, distances, weightTable, taps, ...stacks.extents, size]);
  else program.launch("edge_magnitude", size, [extended, out, distances, weightTable, taps, kernels.length, ...stacks.extents, size]);
  for (const each of [extended, weightTable, distances]) if (each !== null) work.free(each);
  return out;
}
