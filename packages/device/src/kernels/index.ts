import type { Kernel } from "@openhcs/core";
import type { DeviceSession } from "../session/device-session.js";
import type { DeviceKernel } from "./device-kernel.js";
import { binaryClosingKernel } from "./morphology/binary-closing.js";
import { binaryDilationKernel } from "./morphology/binary-dilation.js";
import { binaryErosionKernel } from "./morphology/binary-erosion.js";
import { binaryOpeningKernel } from "./morphology/binary-opening.js";
import { blackTophatKernel } from "./morphology/black-tophat.js";
import { gaussianKernel } from "./filters/gaussian.js";
import { greyClosingKernel } from "./morphology/grey-closing.js";
import { greyDilationKernel } from "./morphology/grey-dilation.js";
import { greyErosionKernel } from "./morphology/grey-erosion.js";
import { greyOpeningKernel } from "./morphology/grey-opening.js";
import { maxProjectionKernel } from "./projections/max-projection.js";
import { maximumFilterKernel } from "./filters/maximum-filter.js";
import { medianKernel } from "./filters/median.js";
import { minimumFilterKernel } from "./filters/minimum-filter.js";
import { morphologicalGradientKernel } from "./morphology/morphological-gradient.js";
import { percentileFilterKernel } from "./filters/percentile-filter.js";
import { rankFilterKernel } from "./filters/rank-filter.js";
import { whiteTophatKernel } from "./morphology/white-tophat.js";

const kernels: readonly DeviceKernel[] = [
  binaryClosingKernel,
  binaryDilationKernel,
  binaryErosionKernel,
  binaryOpeningKernel,
  blackTophatKernel,
  gaussianKernel,
  greyClosingKernel,
  greyDilationKernel,
  greyErosionKernel,
  greyOpeningKernel,
  maxProjectionKernel,
  maximumFilterKernel,
  medianKernel,
  minimumFilterKernel,
  morphologicalGradientKernel,
  percentileFilterKernel,
  rankFilterKernel,
  whiteTophatKernel,
];

/** Every kernel, on this memory type. */
export function deviceKernels(memoryType: string): readonly Kernel<DeviceSession>[] {
  return kernels.map((kernel) => kernel(memoryType));
}
