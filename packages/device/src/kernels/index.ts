import type { DeviceSession } from "../session/device-session.js";
import type { DeviceKernel } from "./device-kernel.js";
import type { Kernel } from "@openhcs/core";
import { convertKernel } from "./conversion/convert.js";
import { elementwiseKernels } from "./elementwise/index.js";
import { adjustGammaKernel } from "./exposure/adjust-gamma.js";
import { adjustLogKernel } from "./exposure/adjust-log.js";
import { adjustSigmoidKernel } from "./exposure/adjust-sigmoid.js";
import { equalizeHistKernel } from "./exposure/equalize-hist.js";
import { histogramKernel } from "./exposure/histogram.js";
import { percentileNormalizeKernel } from "./exposure/percentile-normalize.js";
import { rescaleIntensityKernel } from "./exposure/rescale-intensity.js";
import { stackEqualizeHistogramKernel } from "./exposure/stack-equalize-histogram.js";
import { stackPercentileNormalizeKernel } from "./exposure/stack-percentile-normalize.js";
import { elementwiseKernel } from "./expression/elementwise.js";
import { convolveKernel } from "./filters/convolve.js";
import { correlateKernel } from "./filters/correlate.js";
import { differenceOfGaussiansKernel } from "./filters/difference-of-gaussians.js";
import { gaussianBlurKernel } from "./filters/gaussian-blur.js";
import { gaussianDerivativeKernel } from "./filters/gaussian-derivative.js";
import { gaussianGradientMagnitudeKernel } from "./filters/gaussian-gradient-magnitude.js";
import { gaussianLaplaceKernel } from "./filters/gaussian-laplace.js";
import { gaussianKernel } from "./filters/gaussian.js";
import { laplaceKernel } from "./filters/laplace.js";
import { maximumFilterKernel } from "./filters/maximum-filter.js";
import { medianKernel } from "./filters/median.js";
import { minimumFilterKernel } from "./filters/minimum-filter.js";
import { percentileFilterKernel } from "./filters/percentile-filter.js";
import { prewittKernel } from "./filters/prewitt.js";
import { rankFilterKernel } from "./filters/rank-filter.js";
import { scharrKernel } from "./filters/scharr.js";
import { sobelKernel } from "./filters/sobel.js";
import { uniformFilterKernel } from "./filters/uniform-filter.js";
import { unsharpMaskKernel } from "./filters/unsharp-mask.js";
import { fftConvolveKernel } from "./fourier/fft-convolve.js";
import { fft2MagnitudeKernel } from "./fourier/fft2-magnitude.js";
import { fft2Kernel } from "./fourier/fft2.js";
import { fftshiftKernel } from "./fourier/fftshift.js";
import { ifft2Kernel } from "./fourier/ifft2.js";
import { ifftshiftKernel } from "./fourier/ifftshift.js";
import { affineTransformKernel } from "./geometry/affine-transform.js";
import { blockReduceKernel } from "./geometry/block-reduce.js";
import { cropKernel } from "./geometry/crop.js";
import { flipKernel } from "./geometry/flip.js";
import { padKernel } from "./geometry/pad.js";
import { resizeKernel } from "./geometry/resize.js";
import { rollKernel } from "./geometry/roll.js";
import { rot90Kernel } from "./geometry/rot90.js";
import { rotateKernel } from "./geometry/rotate.js";
import { shiftKernel } from "./geometry/shift.js";
import { spatialBin2dKernel } from "./geometry/spatial-bin-2d.js";
import { spatialBin3dKernel } from "./geometry/spatial-bin-3d.js";
import { transposeKernel } from "./geometry/transpose.js";
import { warpAffineKernel } from "./geometry/warp-affine.js";
import { zoomKernel } from "./geometry/zoom.js";
import { clearBorderKernel } from "./labels/clear-border.js";
import { findBoundariesKernel } from "./labels/find-boundaries.js";
import { labelKernel } from "./labels/label.js";
import { relabelSequentialKernel } from "./labels/relabel-sequential.js";
import { removeSmallHolesKernel } from "./labels/remove-small-holes.js";
import { removeSmallLabelsKernel } from "./labels/remove-small-labels.js";
import { removeSmallObjectsKernel } from "./labels/remove-small-objects.js";
import { labelStatisticsKernel } from "./measurements/label-statistics.js";
import { regionpropsKernel } from "./measurements/regionprops.js";
import { binaryClosingKernel } from "./morphology/binary-closing.js";
import { binaryDilationKernel } from "./morphology/binary-dilation.js";
import { binaryErosionKernel } from "./morphology/binary-erosion.js";
import { binaryFillHolesKernel } from "./morphology/binary-fill-holes.js";
import { binaryOpeningKernel } from "./morphology/binary-opening.js";
import { blackTophatKernel } from "./morphology/black-tophat.js";
import { greyClosingKernel } from "./morphology/grey-closing.js";
import { greyDilationKernel } from "./morphology/grey-dilation.js";
import { greyErosionKernel } from "./morphology/grey-erosion.js";
import { greyOpeningKernel } from "./morphology/grey-opening.js";
import { morphologicalGradientKernel } from "./morphology/morphological-gradient.js";
import { whiteTophatKernel } from "./morphology/white-tophat.js";
import { maxProjectionKernel } from "./projections/max-projection.js";
import { meanProjectionKernel } from "./projections/mean-projection.js";
import { projectionKernel } from "./projections/projection.js";
import { allKernel } from "./reductions/all.js";
import { anyKernel } from "./reductions/any.js";
import { argmaxKernel } from "./reductions/argmax.js";
import { argminKernel } from "./reductions/argmin.js";
import { countNonzeroKernel } from "./reductions/count-nonzero.js";
import { maxKernel } from "./reductions/max.js";
import { meanKernel } from "./reductions/mean.js";
import { minKernel } from "./reductions/min.js";
import { ptpKernel } from "./reductions/ptp.js";
import { stdKernel } from "./reductions/std.js";
import { sumKernel } from "./reductions/sum.js";
import { varianceKernel } from "./reductions/variance.js";
import { distanceTransformEdtKernel } from "./segmentation/distance-transform-edt.js";
import { thresholdIsodataKernel } from "./thresholds/threshold-isodata.js";
import { thresholdLiKernel } from "./thresholds/threshold-li.js";
import { thresholdMeanKernel } from "./thresholds/threshold-mean.js";
import { thresholdMinimumKernel } from "./thresholds/threshold-minimum.js";
import { thresholdMultiotsuKernel } from "./thresholds/threshold-multiotsu.js";
import { thresholdOtsuKernel } from "./thresholds/threshold-otsu.js";
import { thresholdTriangleKernel } from "./thresholds/threshold-triangle.js";
import { thresholdYenKernel } from "./thresholds/threshold-yen.js";

const kernels: readonly DeviceKernel[] = [
  ...elementwiseKernels,
  adjustGammaKernel,
  adjustLogKernel,
  adjustSigmoidKernel,
  affineTransformKernel,
  allKernel,
  anyKernel,
  argmaxKernel,
  argminKernel,
  binaryClosingKernel,
  binaryDilationKernel,
  binaryErosionKernel,
  binaryFillHolesKernel,
  binaryOpeningKernel,
  blackTophatKernel,
  blockReduceKernel,
  clearBorderKernel,
  convertKernel,
  convolveKernel,
  correlateKernel,
  countNonzeroKernel,
  cropKernel,
  differenceOfGaussiansKernel,
  distanceTransformEdtKernel,
  elementwiseKernel,
  equalizeHistKernel,
  fft2Kernel,
  fft2MagnitudeKernel,
  fftConvolveKernel,
  fftshiftKernel,
  findBoundariesKernel,
  flipKernel,
  gaussianBlurKernel,
  gaussianDerivativeKernel,
  gaussianGradientMagnitudeKernel,
  gaussianKernel,
  gaussianLaplaceKernel,
  greyClosingKernel,
  greyDilationKernel,
  greyErosionKernel,
  greyOpeningKernel,
  histogramKernel,
  ifft2Kernel,
  ifftshiftKernel,
  labelKernel,
  labelStatisticsKernel,
  laplaceKernel,
  maximumFilterKernel,
  maxKernel,
  maxProjectionKernel,
  meanKernel,
  meanProjectionKernel,
  medianKernel,
  minimumFilterKernel,
  minKernel,
  morphologicalGradientKernel,
  padKernel,
  percentileFilterKernel,
  percentileNormalizeKernel,
  prewittKernel,
  projectionKernel,
  ptpKernel,
  rankFilterKernel,
  regionpropsKernel,
  relabelSequentialKernel,
  removeSmallHolesKernel,
  removeSmallLabelsKernel,
  removeSmallObjectsKernel,
  rescaleIntensityKernel,
  resizeKernel,
  rollKernel,
  rot90Kernel,
  rotateKernel,
  scharrKernel,
  shiftKernel,
  sobelKernel,
  spatialBin2dKernel,
  spatialBin3dKernel,
  stackEqualizeHistogramKernel,
  stackPercentileNormalizeKernel,
  stdKernel,
  sumKernel,
  thresholdIsodataKernel,
  thresholdLiKernel,
  thresholdMeanKernel,
  thresholdMinimumKernel,
  thresholdMultiotsuKernel,
  thresholdOtsuKernel,
  thresholdTriangleKernel,
  thresholdYenKernel,
  transposeKernel,
  uniformFilterKernel,
  unsharpMaskKernel,
  varianceKernel,
  warpAffineKernel,
  whiteTophatKernel,
  zoomKernel,
];

/** Every kernel, on this memory type. */
export function deviceKernels(memoryType: string): readonly Kernel<DeviceSession>[] {
  return kernels.map((kernel) => kernel(memoryType));
}
