/**
 * What kernels share with the references that they follow: how parameters become windows, dtypes, scales and elements.
 *
 * Authors of backends import it as `@openhcs/functions/for-kernels`.
 */
export { highSigmas } from "./filters/difference-of-gaussians.js";
export { difference, edgeKernel, type Smoothing } from "./filters/edge-filter.js";
export { derivativeWeights } from "./filters/gaussian-passes.js";
export { gaussianDtype, gaussianScale, gaussianWindows, type GaussianChoices, type GaussianWindow } from "./filters/gaussian-windows.js";
export { flipped, kernelOf } from "./filters/kernel.js";
export { secondDifference } from "./filters/laplace.js";
export { medianWindow, type MedianChoices, type MedianWindow } from "./filters/median-window.js";
export { opencvWeights } from "./filters/opencv-gaussian.js";
export { dueDtype, type OutDtype } from "./filters/out-dtype.js";
export { percentileRank } from "./filters/percentile-filter.js";
export { binaryFootprint, type BinaryChoices } from "./morphology/binary-morphology.js";
export { greyDtype } from "./morphology/grey-parameters.js";
export { greyPasses, type ExtremePass, type GreyChoices, type GreyPasses, type GreyStep } from "./morphology/grey-passes.js";
export { boundaryModes, type Boundary, type BoundaryMode } from "./neighborhood/boundary.js";
export { isMirrored } from "./neighborhood/correlate-1d.js";
export type { Kernel } from "./neighborhood/correlate-nd.js";
export { elementOf, floatDtype } from "./neighborhood/elements.js";
export { runsOf, type Run } from "./neighborhood/footprint-runs.js";
export { memberCount, mirrored, type Footprint } from "./neighborhood/footprint.js";
export { perAxis } from "./neighborhood/per-axis.js";
export { boxOf, describedWindow } from "./neighborhood/window.js";
