export { gpuDevice, type GpuDeviceOptions, type SharedGpuDevice } from "./gpu/shared-device.js";
export type { PowerPreference } from "./gpu/gpu-host.js";
export type { GpuBufferHandle } from "./interchange/gpu-buffer.js";
export type { WebGpuOptions } from "./options.js";
export type { WebGpuArray } from "./session/gpu-array.js";
export { webgpu } from "./webgpu.js";
