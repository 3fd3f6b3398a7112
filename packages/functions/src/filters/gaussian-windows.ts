import { dtypeRange, isInteger, type Dtype, type Shape } from "@openhcs/core";
import { floatDtype } from "../neighborhood/elements.js";
import { perAxis } from "../neighborhood/per-axis.js";
import { gaussianRadius } from "./gaussian-weights.js";
import { kernelAxes } from "./opencv-gaussian.js";

/** Parameters of `gaussian` that decide over weights and dtypes. */
export interface GaussianChoices {
  readonly convention: "scipy" | "skimage" | "cv2";
  readonly sigma: number | readonly number[];
  readonly truncate?: number | undefined;
  readonly kernelSize?: number | readonly number[] | undefined;
  readonly outDtype?: "same" | Dtype | undefined;
  readonly preserveRange?: boolean | undefined;
}

interface Image {
  readonly dtype: Dtype;
  readonly shape: Shape;
}

/** What is done along one axis. */
export interface GaussianWindow {
  /** 0 leaves the axis alone; in the convention cv2 OpenCV's own small windows have it too. */
  readonly sigma: number;
  readonly radius: number;
}

/** What is done along each axis of an image, which for cv2 is a plane. */
export function gaussianWindows({ dtype, shape }: Image, { convention, sigma, truncate = 4, kernelSize = 0 }: GaussianChoices): readonly GaussianWindow[] {
  if (convention === "cv2") {
    const axes = kernelAxes({ size: perAxis(kernelSize, 2), sigma: perAxis(sigma, 2) }, dtype);
    return axes.map((axis) => ({ sigma: axis.sigma, radius: (axis.size - 1) / 2 }));
  }
  return perAxis(sigma, shape.length).map((deviation) => (
    deviation <= 1e-15 ? { sigma: 0, radius: 0 } : { sigma: deviation, radius: gaussianRadius(deviation, truncate) }
  ));
}

/** Reaches further than any image; what is wider was a mistake, for which nobody should wait. */
export const widestRadius = 1 << 14;

/** `true`, or why nobody should wait for such windows. */
export function checkReach(windows: readonly GaussianWindow[]): true | string {
  return windows.every(({ radius }) => radius <= widestRadius) || `must give a window of at most ${widestRadius} px to either side`;
}

/** The dtype in which results are kept after each axis, and returned. */
export function gaussianDtype({ dtype }: Image, { convention, outDtype }: GaussianChoices): Dtype {
  if (convention === "cv2" || outDtype === "same") return dtype;
  return outDtype ?? floatDtype(dtype);
}

/** What an integer image is multiplied with: scikit-image brings it to [0, 1]. */
export function gaussianScale({ dtype }: Image, { convention, preserveRange }: GaussianChoices): number {
  return convention === "skimage" && preserveRange === false && isInteger(dtype) ? 1 / dtypeRange(dtype).max : 1;
}
