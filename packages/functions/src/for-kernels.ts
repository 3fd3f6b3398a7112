/**
 * What kernels share with the references that they follow: how parameters become windows, dtypes, scales and elements.
 *
 * Authors of backends import it as `@openhcs/functions/for-kernels`.
 */
export { gaussianDtype, gaussianScale, gaussianWindows, type GaussianChoices, type GaussianWindow } from "./filters/gaussian-windows.js";
export { medianWindow, type MedianChoices, type MedianWindow } from "./filters/median-window.js";
export { elementOf } from "./neighborhood/elements.js";
export type { Footprint } from "./neighborhood/footprint.js";
export { perAxis } from "./neighborhood/per-axis.js";
export { reducedAxes, type Axes, type NanPolicy } from "./reductions/lines.js";
export { opencvInfinity } from "./segmentation/distance-transform-edt.js";
