import type { DeviceArray } from "@openhcs/core";
import type { OpenGpu } from "./open-gpu.js";

/** Memory of a device: what the arrays of the memory type `webgpu` lie in. */
export interface GpuMemory {
  readonly device: OpenGpu;
  readonly gpu: GPUBuffer;
  readonly bytes: number;
  /** Rejects where the memory was not to be had after all; undefined once that is known. */
  made?: Promise<void> | undefined;
}

/** An array in the memory of a WebGPU device, packed as host arrays are. */
export type WebGpuArray = DeviceArray<GpuMemory>;

declare module "@openhcs/core" {
  interface MemoryTypes {
    webgpu: WebGpuArray;
  }
}
