/**
 * What kernels share with the references that they follow: how parameters become windows, dtypes, scales and elements, and what references make of
 * histograms and sums that a device counted.
 *
 * Authors of backends import it as `@openhcs/functions/for-kernels`.
 */
export { boundIn } from "./arithmetic/clip.js";
export { computeDtypeOf } from "./arithmetic/operands.js";
export { resultDtype } from "./arithmetic/operation.js";
export { saturatingDtypes } from "./arithmetic/saturating.js";
export { numberBeside } from "./comparisons/comparison.js";
export { commonDtype } from "./comparisons/where.js";
export { castNumberLikeC } from "./conversion/c-cast.js";
export { equalBinEdges } from "./exposure/equal-bins.js";
export { expressionOf, type ExpressionChoices } from "./expressions/expression-of.js";
export type { BinaryOperator, Computed, Expression, Given, Term } from "./expressions/expression.js";
export { gaussianWeights } from "./filters/gaussian-weights.js";
export { gaussianDtype, gaussianScale, gaussianWindows, type GaussianChoices, type GaussianWindow } from "./filters/gaussian-windows.js";
export { medianWindow, type MedianChoices, type MedianWindow } from "./filters/median-window.js";
export { paddedTo as paddedKernel, readKernel } from "./fourier/fft-convolve.js";
export { planeAxes } from "./fourier/planes.js";
export { toMiddle } from "./fourier/shift-axes.js";
export { describedMap, isAxisAligned } from "./geometry/affine-matrix.js";
export { affineCoordinate } from "./geometry/affine-transform.js";
export { emptyTaps, tapsAt, type AxisTaps } from "./geometry/axis-taps.js";
export { binCounts } from "./geometry/bin.js";
export { blockCounts } from "./geometry/block-reduce.js";
export { rangesOf as cropRanges } from "./geometry/crop.js";
export { gridMode } from "./geometry/grid-mode.js";
export { interpolationModes, pixelBoundary, splinePadding, type Interpolation, type InterpolationMode } from "./geometry/interpolation-mode.js";
export { resizePlan, type ResizePlan } from "./geometry/opencv-resize.js";
export type { OpencvInterpolation } from "./geometry/opencv-taps.js";
export { warpTable } from "./geometry/opencv-warp-table.js";
export { warpConstant, warpPositions } from "./geometry/opencv-warp.js";
export { padReads } from "./geometry/pad-reads.js";
export { constantOf as padConstant, widthsOf as padWidths, type Width as PadWidth } from "./geometry/pad.js";
export { shrinkingFirst } from "./geometry/resample-axes.js";
export { defaultOrder as defaultResizeOrder } from "./geometry/resize.js";
export { distances as rollDistances } from "./geometry/roll.js";
export { centredRotation } from "./geometry/rotate-about-centre.js";
export { rotationInPlane, type Rotation } from "./geometry/rotate-in-plane.js";
export { planeAxes as rotationAxes } from "./geometry/rotate.js";
export type { AffineMap } from "./geometry/sample-affine.js";
export { extensionOf as splineExtension, splineGain, splinePoles } from "./geometry/spline-filter.js";
export { zoomedShape } from "./geometry/zoom.js";
export { zoomCoordinate } from "./geometry/zoomed.js";
export { boundaryIndex, boundaryIndices, boundaryModes, type BoundaryMode } from "./neighborhood/boundary.js";
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
