import type { Kernel } from "@openhcs/core";
import type { DeviceSession } from "../session/device-session.js";
import type { DeviceKernel } from "./device-kernel.js";
import { fftshiftKernel } from "./fourier/fftshift.js";
import { ifftshiftKernel } from "./fourier/ifftshift.js";
import { cropKernel } from "./geometry/crop.js";
import { flipKernel } from "./geometry/flip.js";
import { padKernel } from "./geometry/pad.js";
import { rollKernel } from "./geometry/roll.js";
import { rot90Kernel } from "./geometry/rot90.js";
import { transposeKernel } from "./geometry/transpose.js";
import { maxProjectionKernel } from "./projections/max-projection.js";

const kernels: readonly DeviceKernel[] = [
  fftshiftKernel,
  ifftshiftKernel,
  cropKernel,
  flipKernel,
  padKernel,
  rollKernel,
  rot90Kernel,
  transposeKernel,
  maxProjectionKernel,
];

/** Every kernel, on this memory type. */
export function deviceKernels(memoryType: string): readonly Kernel<DeviceSession>[] {
  return kernels.map((kernel) => kernel(memoryType));
}
