import type { Kernel } from "@openhcs/core";
import type { DeviceSession } from "../session/device-session.js";
import type { DeviceKernel } from "./device-kernel.js";
import { labelKernel } from "./labels/label.js";
import { maxProjectionKernel } from "./projections/max-projection.js";
import { distanceTransformEdtKernel } from "./segmentation/distance-transform-edt.js";

const kernels: readonly DeviceKernel[] = [
  distanceTransformEdtKernel,
  labelKernel,
  maxProjectionKernel,
];

/** Every kernel, on this memory type. */
export function deviceKernels(memoryType: string): readonly Kernel<DeviceSession>[] {
  return kernels.map((kernel) => kernel(memoryType));
}
