import type { Kernel } from "@openhcs/core";
import type { DeviceSession } from "../session/device-session.js";
import type { DeviceKernel } from "./device-kernel.js";
import { binaryClosingKernel } from "./morphology/binary-closing.js";
import { binaryDilationKernel } from "./morphology/binary-dilation.js";
import { binaryErosionKernel } from "./morphology/binary-erosion.js";
import { binaryOpeningKernel } from "./morphology/binary-opening.js";
import { blackTophatKernel } from "./morphology/black-tophat.js";
import { convolveKernel } from "./filters/convolve.js";
import { correlateKernel } from "./filters/correlate.js";
import { differenceOfGaussiansKernel } from "./filters/difference-of-gaussians.js";
import { gaussianBlurKernel } from "./filters/gaussian-blur.js";
import { gaussianDerivativeKernel } from "./filters/gaussian-derivative.js";
import { gaussianGradientMagnitudeKernel } from "./filters/gaussian-gradient-magnitude.js";
import { gaussianKernel } from "./filters/gaussian.js";
import { gaussianLaplaceKernel } from "./filters/gaussian-laplace.js";
import { greyClosingKernel } from "./morphology/grey-closing.js";
import { greyDilationKernel } from "./morphology/grey-dilation.js";
import { greyErosionKernel } from "./morphology/grey-erosion.js";
import { greyOpeningKernel } from "./morphology/grey-opening.js";
import { laplaceKernel } from "./filters/laplace.js";
import { maxProjectionKernel } from "./projections/max-projection.js";
import { maximumFilterKernel } from "./filters/maximum-filter.js";
import { medianKernel } from "./filters/median.js";
import { minimumFilterKernel } from "./filters/minimum-filter.js";
import { morphologicalGradientKernel } from "./morphology/morphological-gradient.js";
import { percentileFilterKernel } from "./filters/percentile-filter.js";
import { prewittKernel } from "./filters/prewitt.js";
import { rankFilterKernel } from "./filters/rank-filter.js";
import { scharrKernel } from "./filters/scharr.js";
import { sobelKernel } from "./filters/sobel.js";
import { uniformFilterKernel } from "./filters/uniform-filter.js";
import { unsharpMaskKernel } from "./filters/unsharp-mask.js";
import { whiteTophatKernel } from "./morphology/white-tophat.js";

const kernels: readonly DeviceKernel[] = [
  binaryClosingKernel,
  binaryDilationKernel,
  binaryErosionKernel,
  binaryOpeningKernel,
  blackTophatKernel,
  convolveKernel,
  correlateKernel,
  differenceOfGaussiansKernel,
  gaussianBlurKernel,
  gaussianDerivativeKernel,
  gaussianGradientMagnitudeKernel,
  gaussianKernel,
  gaussianLaplaceKernel,
  greyClosingKernel,
  greyDilationKernel,
  greyErosionKernel,
  greyOpeningKernel,
  laplaceKernel,
  maxProjectionKernel,
  maximumFilterKernel,
  medianKernel,
  minimumFilterKernel,
  morphologicalGradientKernel,
  percentileFilterKernel,
  prewittKernel,
  rankFilterKernel,
  scharrKernel,
  sobelKernel,
  uniformFilterKernel,
  unsharpMaskKernel,
  whiteTophatKernel,
];

/** Every kernel, on this memory type. */
export function deviceKernels(memoryType: string): readonly Kernel<DeviceSession>[] {
  return kernels.map((kernel) => kernel(memoryType));
}
