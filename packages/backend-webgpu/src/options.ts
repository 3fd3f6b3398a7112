import { bytesOption, type OptionRule } from "@openhcs/device/portable";
import type { AdapterChoice } from "./gpu/gpu-host.js";
import { powerPreferenceOption, type SharedGpuDevice } from "./gpu/shared-device.js";

/** What users of the backend may choose. */
export interface WebGpuOptions extends AdapterChoice {
  /** Bytes that arrays and pooled memory may take; by default those of the largest buffer that the device makes, for WebGPU tells of no memory. */
  readonly memoryLimit?: number | undefined;
  /** Bytes of an array that a kernel is given at once; by default as many as the device binds. Elementwise kernels take larger arrays piece by piece. */
  readonly bindingLimit?: number | undefined;
  /** A device to share with other backends, of `gpuDevice()`; one of its own by default. */
  readonly gpu?: SharedGpuDevice | undefined;
}

export const optionRules: Readonly<Record<keyof WebGpuOptions, OptionRule>> = {
  powerPreference: powerPreferenceOption,
  memoryLimit: bytesOption,
  bindingLimit: (value) => (bytesOption(value) === true && (value as number) >= 1024) || `must be a whole number of bytes from 1024, received ${JSON.stringify(value)}`,
  gpu: (value) => isShared(value) || "must be a device of gpuDevice()",
};

function isShared(value: unknown): boolean {
  const { id, acquire, release } = (value ?? {}) as Partial<SharedGpuDevice>;
  return typeof id === "string" && typeof acquire === "function" && typeof release === "function";
}
