import type { DeviceArray } from "@openhcs/core";
import type { DeviceBuffer } from "@openhcs/device";

/** An array in the memory of an OpenCL device. */
export type OpenClArray = DeviceArray<DeviceBuffer>;

declare module "@openhcs/core" {
  interface MemoryTypes {
    opencl: OpenClArray;
  }
}
