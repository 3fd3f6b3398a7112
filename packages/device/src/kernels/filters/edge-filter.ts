import { normalizeAxis, type Dtype, type Shape } from "@openhcs/core";
import { difference, dueDtype, edgeKernel, type Boundary, type Kernel, type OutDtype, type Smoothing } from "@openhcs/functions/for-kernels";
import type { DeviceWork } from "../../session/device-work.js";
import type { Array } from "../device-kernel.js";
import { liesInStacks } from "../neighborhood/stacks.js";
import { correlateAxes, sumType, type AxisPass } from "./correlate-axes.js";
import { keepsResults } from "./linear-dtype.js";
import { unitScale } from "./unit-scale.js";
import { weightedSums } from "./weighted-sums.js";

interface Choices extends Boundary {
  readonly convention?: "skimage" | "scipy";
  readonly axis?: number | undefined;
  readonly outDtype?: OutDtype;
}

/** `true`, or why an edge filter is left to the reference. */
export function takesEdges(image: { readonly dtype: Dtype; readonly shape: Shape } | undefined, { convention, outDtype }: Choices): true | string {
  if (image === undefined) return "needs an image";
  const answer = keepsResults(image.dtype, outDtype);
  return answer === true && convention !== "scipy" ? liesInStacks(image.shape, image.shape.map(() => 3)) : answer;
}

/** The difference along one axis, smoothed along the others; scikit-image's magnitude over all axes where none is chosen. */
export function edges(work: DeviceWork, image: Array, smoothing: { readonly skimage: Smoothing; readonly scipy?: Smoothing }, { convention, axis, mode, cval, outDtype }: Choices): Promise<Array> {
  const { dtype, shape: { length: rank } } = image;
  const kept = dueDtype(dtype, outDtype);
  const options = { boundary: { mode, cval }, kept, compute: sumType(dtype, kept) };
  if (convention === "scipy") return correlateAxes(work, image, passesOf(smoothing.scipy ?? smoothing.skimage, rank, axis ?? -1), options);
  const kernelAlong = (along: number): Kernel => edgeKernel(smoothing.skimage, rank, along);
  const chosen = axis === undefined && rank > 1 ? [...new Array<number>(rank).keys()] : [normalizeAxis(axis ?? 0, rank)];
  return weightedSums(work, image, chosen.map(kernelAlong) as [Kernel, ...Kernel[]], { ...options, scale: unitScale(dtype) });
}

function passesOf(smoothing: Smoothing, rank: number, axis: number): readonly AxisPass[] {
  const along = normalizeAxis(axis, rank);
  const across = [...new Array<number>(rank).keys()].filter((each) => each !== along);
  return [{ axis: along, weights: Float64Array.from(difference) }, ...across.map((each) => ({ axis: each, weights: Float64Array.from(smoothing) }))];
}
