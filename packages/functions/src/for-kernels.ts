/**
 * What kernels share with the references that they follow: how parameters become windows, dtypes, scales and elements, and what references make of
 * histograms and sums that a device counted.
 *
 * Authors of backends import it as `@openhcs/functions/for-kernels`.
 */
export { equalBinEdges } from "./exposure/equal-bins.js";
export { gaussianDtype, gaussianScale, gaussianWindows, type GaussianChoices, type GaussianWindow } from "./filters/gaussian-windows.js";
export { medianWindow, type MedianChoices, type MedianWindow } from "./filters/median-window.js";
export { elementOf, floatDtype } from "./neighborhood/elements.js";
export type { Footprint } from "./neighborhood/footprint.js";
export { perAxis } from "./neighborhood/per-axis.js";
export { reducedAxes, type Axes, type NanPolicy } from "./reductions/lines.js";
export { pairwiseSum } from "./reductions/pairwise-sum.js";
export { quantileBetween } from "./reductions/quantile.js";
export { opencvInfinity } from "./segmentation/distance-transform-edt.js";
export { binnedHistogram, checkFinite, checkNotEmpty, constantHistogram, countedHistogram, type Histogram } from "./thresholds/histogram.js";
export { opencvOtsuThreshold, otsuThreshold } from "./thresholds/otsu.js";
export { isodataThreshold } from "./thresholds/threshold-isodata.js";
export { liThresholdOf } from "./thresholds/threshold-li.js";
export { minimumThreshold } from "./thresholds/threshold-minimum.js";
export { triangleThreshold } from "./thresholds/threshold-triangle.js";
export { yenThreshold } from "./thresholds/threshold-yen.js";
