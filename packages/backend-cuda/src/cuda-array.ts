import type { DeviceArray } from "@openhcs/core";
import type { DeviceBuffer } from "@openhcs/device";

/** An array in the memory of an NVIDIA GPU. */
export type CudaArray = DeviceArray<DeviceBuffer>;

declare module "@openhcs/core" {
  interface MemoryTypes {
    cuda: CudaArray;
  }
}
