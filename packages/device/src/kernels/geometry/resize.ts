import { isFloat, isInteger, type Dtype, type Shape } from "@openhcs/core";
import { resize } from "@openhcs/functions";
import { boundaryIndex, defaultResizeOrder, emptyTaps, gaussianWeights, gaussianWindows, gridMode, perAxis, zoomCoordinate, type AxisTaps, type BoundaryMode, type GaussianWindow } from "@openhcs/functions/for-kernels";
import type { DeviceWork } from "../../session/device-work.js";
import { deviceKernel, type Array as DeviceArray } from "../device-kernel.js";
import { clipToImage } from "./clip-to-image.js";
import { interpolated, numbersOf, type Numbers } from "./numbers.js";
import { opencvResize } from "./opencv-resize.js";
import { fitsResampling, resampleAxis, resampled } from "./resampled.js";

/** Weights of smoothing that are laid out per pixel of an axis; more are left to the reference. */
const mostTaps = 2 ** 24;

export const resizeKernel = deviceKernel(resize, {
  cost: { latencyUs: 200, gbPerSec: 1 },
  accumulates: "float64",
  needsFp64: ({ image }, { convention, order }) => convention === "skimage" && image !== undefined && !isFloat(image.dtype) && (order ?? defaultResizeOrder(image.dtype)) !== 0,
  supports({ image }, parameters) {
    if (image === undefined) return true;
    const target = perAxis(parameters.outputShape, image.shape.length);
    if (parameters.convention === "cv2") return fitsResampling(image, target);
    const { order, windows } = plan(image, target, parameters);
    if (order === 0 && isInteger(image.dtype) && windows.length > 0) return "leaves smoothing of integers at order 0, which truncates after each axis, to the reference";
    if (windows.some(({ radius }, axis) => (2 * radius + 1) * (image.shape[axis] as number) > mostTaps)) return `leaves smoothing by more than ${mostTaps} weights of an axis to the reference`;
    return fitsResampling(image, target);
  },
  async run({ image }, parameters, work) {
    const { shape, dtype } = image;
    const { convention, outputShape, interpolation = "linear", mode = "mirror", cval = 0, clip = true } = parameters;
    const target = perAxis(outputShape, shape.length);
    if (convention === "cv2") return opencvResize(work, image, target as readonly [number, number], interpolation);
    const { order, windows } = plan(image, target, parameters);
    const source = await smoothed(work, await numbersOf(work, image), windows, mode, cval);
    const numbers = await resampled(work, source, target, { order, mode: gridMode(mode), cval }, zoomCoordinate(shape, target, true));
    const result = await interpolated(work, numbers, order === 0 || isFloat(dtype) ? dtype : "float64");
    if (clip) await clipToImage(work, image, result, { order, mode, cval });
    return result;
  },
});

interface Choices {
  readonly order?: number | undefined;
  readonly antiAliasing?: boolean | undefined;
  readonly antiAliasingSigma?: number | readonly number[] | undefined;
}

/** The order of the spline, and the windows of the smoothing before, none where there is none. */
function plan({ dtype, shape }: Pick<DeviceArray, "dtype" | "shape">, target: Shape, choices: Choices): { readonly order: number; readonly windows: readonly GaussianWindow[] } {
  const shrinks = shape.some((extent, axis) => (target[axis] as number) < extent);
  const { order = defaultResizeOrder(dtype as Dtype), antiAliasing = dtype !== "bool" && shrinks, antiAliasingSigma } = choices;
  const sigma = antiAliasingSigma ?? shape.map((extent, axis) => Math.max(0, (extent / (target[axis] as number) - 1) / 2));
  return { order, windows: antiAliasing ? gaussianWindows({ dtype: "float64", shape }, { convention: "scipy", sigma }) : [] };
}

async function smoothed(work: DeviceWork, numbers: Numbers, windows: readonly GaussianWindow[], mode: BoundaryMode, cval: number): Promise<Numbers> {
  let from = numbers;
  for (const [axis, window] of windows.entries()) {
    if (window.sigma > 0) from = await resampleAxis(work, from, axis, windowTaps(numbers.shape[axis] as number, window, mode), cval);
  }
  return from;
}

/** What each pixel of an axis is summed from. */
function windowTaps(extent: number, { sigma, radius }: GaussianWindow, mode: BoundaryMode): AxisTaps {
  const weights = gaussianWeights(sigma, radius);
  const taps = emptyTaps(extent, weights.length);
  for (let i = 0, at = 0; i < extent; i++) {
    for (let k = 0; k < weights.length; k++, at++) taps.pixels[at] = boundaryIndex(mode, i + k - radius, extent);
    taps.weights.set(weights, i * weights.length);
  }
  return taps;
}
