import type { DeviceArray } from "@openhcs/core";
import type { DeviceBuffer } from "../session/device-buffer.js";

/** A fresh array once it is filled; freed where that fails. */
export async function filled(array: DeviceArray<DeviceBuffer>, fill: (array: DeviceArray<DeviceBuffer>) => void | Promise<void>): Promise<DeviceArray<DeviceBuffer>> {
  try {
    await fill(array);
    return array;
  } catch (error) {
    array.dispose();
    throw error;
  }
}
