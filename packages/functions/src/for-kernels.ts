/**
 * What kernels share with the references that they follow: how parameters become windows, dtypes, scales and elements.
 *
 * Authors of backends import it as `@openhcs/functions/for-kernels`.
 */
export { gaussianDtype, gaussianScale, gaussianWindows, type GaussianChoices, type GaussianWindow } from "./filters/gaussian-windows.js";
export { medianWindow, type MedianChoices, type MedianWindow } from "./filters/median-window.js";
export { elementOf } from "./neighborhood/elements.js";
export type { Footprint } from "./neighborhood/footprint.js";
export type { BinaryOperator, Computed, Expression, Given, Term } from "./expressions/expression.js";
export { expressionOf, type ExpressionChoices } from "./expressions/expression-of.js";
export { centredRotation } from "./geometry/rotate-about-centre.js";
export { describedMap, isAxisAligned } from "./geometry/affine-matrix.js";
export { affineCoordinate } from "./geometry/affine-transform.js";
export { emptyTaps, tapsAt, type AxisTaps } from "./geometry/axis-taps.js";
export { binCounts } from "./geometry/bin.js";
export { blockCounts } from "./geometry/block-reduce.js";
export { rangesOf as cropRanges } from "./geometry/crop.js";
export { gridMode } from "./geometry/grid-mode.js";
export { interpolationModes, pixelBoundary, splinePadding, type Interpolation, type InterpolationMode } from "./geometry/interpolation-mode.js";
export { constantOf as padConstant, widthsOf as padWidths, type Width as PadWidth } from "./geometry/pad.js";
export { padReads } from "./geometry/pad-reads.js";
export { defaultOrder as defaultResizeOrder } from "./geometry/resize.js";
export { shrinkingFirst } from "./geometry/resample-axes.js";
export { distances as rollDistances } from "./geometry/roll.js";
export { planeAxes as rotationAxes } from "./geometry/rotate.js";
export { rotationInPlane, type Rotation } from "./geometry/rotate-in-plane.js";
export type { AffineMap } from "./geometry/sample-affine.js";
export { zoomedShape } from "./geometry/zoom.js";
export { zoomCoordinate } from "./geometry/zoomed.js";
export { paddedTo as paddedKernel, readKernel } from "./fourier/fft-convolve.js";
export { planeAxes } from "./fourier/planes.js";
export { toMiddle } from "./fourier/shift-axes.js";
export { gaussianWeights } from "./filters/gaussian-weights.js";
export { boundaryIndex, boundaryIndices, boundaryModes, type BoundaryMode } from "./neighborhood/boundary.js";
export { floatDtype } from "./neighborhood/elements.js";
export { perAxis } from "./neighborhood/per-axis.js";
export { extensionOf as splineExtension, splineGain, splinePoles } from "./geometry/spline-filter.js";
export { warpConstant, warpPositions } from "./geometry/opencv-warp.js";
export { warpTable } from "./geometry/opencv-warp-table.js";
export { resizePlan, type ResizePlan } from "./geometry/opencv-resize.js";
export type { OpencvInterpolation } from "./geometry/opencv-taps.js";
