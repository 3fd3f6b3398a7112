import type { DeviceSession } from "../session/device-session.js";
import type { DeviceKernel } from "./device-kernel.js";
import type { Kernel } from "@openhcs/core";
import { elementwiseKernels } from "./elementwise/index.js";
import { histogramKernel } from "./exposure/histogram.js";
import { percentileNormalizeKernel } from "./exposure/percentile-normalize.js";
import { stackPercentileNormalizeKernel } from "./exposure/stack-percentile-normalize.js";
import { elementwiseKernel } from "./expression/elementwise.js";
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
import { labelKernel } from "./labels/label.js";
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
import { thresholdOtsuKernel } from "./thresholds/threshold-otsu.js";
import { thresholdTriangleKernel } from "./thresholds/threshold-triangle.js";
import { thresholdYenKernel } from "./thresholds/threshold-yen.js";

const kernels: readonly DeviceKernel[] = [
  ...elementwiseKernels,
  affineTransformKernel,
  allKernel,
  anyKernel,
  argmaxKernel,
  argminKernel,
  blockReduceKernel,
  countNonzeroKernel,
  cropKernel,
  distanceTransformEdtKernel,
  elementwiseKernel,
  fft2Kernel,
  fft2MagnitudeKernel,
  fftConvolveKernel,
  fftshiftKernel,
  flipKernel,
  histogramKernel,
  ifft2Kernel,
  ifftshiftKernel,
  labelKernel,
  maxKernel,
  maxProjectionKernel,
  meanKernel,
  meanProjectionKernel,
  minKernel,
  padKernel,
  percentileNormalizeKernel,
  projectionKernel,
  ptpKernel,
  resizeKernel,
  rollKernel,
  rot90Kernel,
  rotateKernel,
  shiftKernel,
  spatialBin2dKernel,
  spatialBin3dKernel,
  stackPercentileNormalizeKernel,
  stdKernel,
  sumKernel,
  thresholdIsodataKernel,
  thresholdLiKernel,
  thresholdMeanKernel,
  thresholdMinimumKernel,
  thresholdOtsuKernel,
  thresholdTriangleKernel,
  thresholdYenKernel,
  transposeKernel,
  varianceKernel,
  warpAffineKernel,
  zoomKernel,
];

/** Every kernel, on this memory type. */
export function deviceKernels(memoryType: string): readonly Kernel<DeviceSession>[] {
  return kernels.map((kernel) => kernel(memoryType));
}
