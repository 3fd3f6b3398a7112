import type { Kernel } from "@openhcs/core";
import type { DeviceSession } from "../session/device-session.js";
import type { DeviceKernel } from "./device-kernel.js";
import { histogramKernel } from "./exposure/histogram.js";
import { percentileNormalizeKernel } from "./exposure/percentile-normalize.js";
import { stackPercentileNormalizeKernel } from "./exposure/stack-percentile-normalize.js";
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
  allKernel,
  anyKernel,
  argmaxKernel,
  argminKernel,
  countNonzeroKernel,
  distanceTransformEdtKernel,
  histogramKernel,
  labelKernel,
  maxKernel,
  maxProjectionKernel,
  meanKernel,
  meanProjectionKernel,
  minKernel,
  percentileNormalizeKernel,
  projectionKernel,
  ptpKernel,
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
  varianceKernel,
];

/** Every kernel, on this memory type. */
export function deviceKernels(memoryType: string): readonly Kernel<DeviceSession>[] {
  return kernels.map((kernel) => kernel(memoryType));
}
