import { elementwiseKernels } from "./elementwise/index.js";
import { expressionKernel } from "./expression/elementwise.js";
import { convolveKernel, correlateKernel } from "./filters/correlate.js";
import { edgeKernels } from "./filters/edge-filter.js";
import { extremeKernels } from "./filters/extreme-filters.js";
import { derivativeKernels } from "./filters/gaussian-family.js";
import { gaussianKernel } from "./filters/gaussian.js";
import { rankKernels } from "./filters/rank-filters.js";
import { uniformFilterKernel } from "./filters/uniform-filter.js";
import { gatherKernels } from "./geometry/gather.js";
import { zoomKernel } from "./geometry/zoom.js";
import type { GpuKernel } from "./gpu-kernel.js";
import { binaryKernels } from "./morphology/binary.js";
import { greyKernels } from "./morphology/grey.js";
import { projectionKernels } from "./projections/projections.js";
import { countReductions } from "./reductions/counts.js";
import { extremeReductions } from "./reductions/extremes.js";
import { thresholdOtsuKernel } from "./thresholds/otsu.js";

/** All kernels of the backend. A new one is its file and its line here. */
export const kernels: readonly GpuKernel[] = [
  ...elementwiseKernels,
  expressionKernel,
  gaussianKernel,
  ...derivativeKernels,
  ...edgeKernels,
  uniformFilterKernel,
  ...extremeKernels,
  ...rankKernels,
  ...greyKernels,
  ...binaryKernels,
  ...extremeReductions,
  ...countReductions,
  ...projectionKernels,
  thresholdOtsuKernel,
  ...gatherKernels,
  zoomKernel,
  convolveKernel,
  correlateKernel,
];
