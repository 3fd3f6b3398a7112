import type { Kernel } from "@openhcs/core";
import type { DeviceSession } from "../session/device-session.js";
import type { DeviceKernel } from "./device-kernel.js";
import { elementwiseKernels } from "./elementwise/index.js";
import { maxProjectionKernel } from "./projections/max-projection.js";

const kernels: readonly DeviceKernel[] = [
  ...elementwiseKernels,
  maxProjectionKernel,
];

/** Every kernel, on this memory type. */
export function deviceKernels(memoryType: string): readonly Kernel<DeviceSession>[] {
  return kernels.map((kernel) => kernel(memoryType));
}
