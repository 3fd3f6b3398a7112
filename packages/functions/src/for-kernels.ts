/**
 * What kernels share with the references that they follow: how parameters become windows, dtypes, scales and elements.
 *
 * Authors of backends import it as `@openhcs/functions/for-kernels`.
 */
export { gaussianDtype, gaussianScale, gaussianWindows, type GaussianChoices, type GaussianWindow } from "./filters/gaussian-windows.js";
export { medianWindow, type MedianChoices, type MedianWindow } from "./filters/median-window.js";
export { elementOf } from "./neighborhood/elements.js";
export type { Footprint } from "./neighborhood/footprint.js";
export { resultDtype } from "./arithmetic/operation.js";
export { computeDtypeOf } from "./arithmetic/operands.js";
export { saturatingDtypes } from "./arithmetic/saturating.js";
export { castNumberLikeC } from "./conversion/c-cast.js";
export { boundIn } from "./arithmetic/clip.js";
export { numberBeside } from "./comparisons/comparison.js";
export { commonDtype } from "./comparisons/where.js";
