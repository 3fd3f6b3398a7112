import { computeDtype, dtypeRange, isFloat, isInteger, kernelFor, roundHalfEven, type ArraySpec, type FilledParameters, type NdArray } from "@openhcs/core";
import { gaussian } from "@openhcs/functions";
import type { KernelSession } from "../kernel-session.js";

type Parameters = FilledParameters<typeof gaussian.parameters>;
type Spec = Pick<ArraySpec, "dtype" | "shape">;

/** The native kernel's own limit; see native/cpu/gaussian.cc. */
const largestRadius = 1 << 16;

export const gaussianKernel = kernelFor<typeof gaussian.inputs, typeof gaussian.parameters, typeof gaussian.outputs, "image", NdArray, KernelSession>(gaussian, {
  memoryType: "ndarray",
  cost: { latencyUs: 30, gbPerSec: 2 },
  accumulates: "float32",
  supports({ image }, parameters) {
    if (image === undefined) return "needs an image";
    const { convention, outDtype, preserveRange, sigma } = parameters;
    if (convention === "cv2" && !isFloat(image.dtype)) return "leaves OpenCV's fixed-point sums of integers to the reference";
    if (convention === "cv2" && perAxis(sigma, 2)[1] === 0) return "leaves windows without a sigma to the reference";
    if (convention === "skimage" && preserveRange === false && isSigned(image)) return "leaves the scaling of signed integers to the reference";
    if (outDtype !== undefined && !isResultDtype(outDtype === "same" ? image.dtype : outDtype)) return "keeps results between axes as float32 or float64 only";
    return windows(image, parameters).every(({ radius }) => radius <= largestRadius) || `needs a window of at most ${largestRadius} px to either side`;
  },
  run({ image }, parameters, { session, signal }) {
    const axes = windows(image, parameters);
    const scale = scaleOf(image, parameters);
    return session.run("gaussian", {
      inputs: [image],
      output: { dtype: resultDtype(image, parameters), shape: image.shape },
      parameters: {
        sigma: axes.map(({ sigma }) => sigma), radius: axes.map(({ radius }) => radius),
        mode: parameters.mode, cval: parameters.cval / scale, scale,
      },
      signal,
    });
  },
});

interface Window {
  /** 0 leaves the axis alone. */
  readonly sigma: number;
  readonly radius: number;
}

/** What is done along each axis. */
function windows({ shape }: Spec, { convention, sigma, truncate = 4, kernelSize = 0 }: Parameters): readonly Window[] {
  if (convention === "cv2") return opencvWindows(perAxis(kernelSize, 2), perAxis(sigma, 2));
  return perAxis(sigma, shape.length).map((deviation) => (
    deviation <= 1e-15 ? { sigma: 0, radius: 0 } : { sigma: deviation, radius: Math.floor(truncate * deviation + 0.5) }
  ));
}

/** OpenCV's windows for floating-point images, along y and x: what is 0 follows from something else. */
function opencvWindows([sizeY = 0, sizeX = 0]: readonly number[], [sigmaY = 0, sigmaX = 0]: readonly number[]): readonly Window[] {
  const window = (size: number, sigma: number) => ({ sigma, radius: ((size > 0 ? size : roundHalfEven(sigma * 8 + 1) | 1) - 1) / 2 });
  return [window(sizeY, sigmaY === 0 ? sigmaX : sigmaY), window(sizeX, sigmaX)];
}

function perAxis(value: number | readonly number[], rank: number): readonly number[] {
  return typeof value === "number" ? new Array<number>(rank).fill(value) : value;
}

function resultDtype({ dtype }: Spec, { convention, outDtype }: Parameters): "float32" | "float64" {
  const wanted = outDtype === "same" || convention === "cv2" ? dtype : outDtype;
  return wanted === "float32" || wanted === "float64" ? wanted : computeDtype(dtype) === "float32" ? "float32" : "float64";
}

/** scikit-image's scaling of integers to [0, 1]. */
function scaleOf({ dtype }: Spec, { convention, preserveRange }: Parameters): number {
  return convention === "skimage" && preserveRange === false && isInteger(dtype) ? 1 / dtypeRange(dtype).max : 1;
}

function isSigned({ dtype }: Spec): boolean {
  return isInteger(dtype) && dtypeRange(dtype).min < 0;
}

function isResultDtype(dtype: string): boolean {
  return dtype === "float32" || dtype === "float64";
}
