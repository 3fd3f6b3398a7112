import { deviceMemory, type DeviceArray, type DeviceMemory } from "@openhcs/core";
import { convert, converts } from "./conversion.js";
import type { DeviceBuffer } from "../session/device-buffer.js";

export type DeviceMemoryType = DeviceMemory<DeviceBuffer>;

/** The memory type of a driver's devices: every dtype, packed, in buffers of the device's pool. */
export function deviceMemoryType(name: string, template: string): DeviceMemoryType {
  return deviceMemory<DeviceBuffer>({ name, template, plane, stack, converts, convert, settled: ({ buffer }) => buffer.device.ready(buffer) });
}

type Array = DeviceArray<DeviceBuffer>;

function plane(array: Array, at: number): Array {
  const { dtype, shape, buffer: { device } } = array;
  const made = device.array(dtype, shape.slice(-2));
  return filled(made, () => device.copy(array.buffer, at * made.bytes, made.buffer, 0, made.bytes));
}

function stack(arrays: readonly Array[]): Array {
  const { dtype, shape, bytes, buffer: { device } } = arrays[0] as Array;
  const made = device.array(dtype, [arrays.length, ...shape]);
  return filled(made, () => arrays.forEach((array, at) => device.copy(array.buffer, 0, made.buffer, at * bytes, bytes)));
}

/** A fresh array that is freed where filling it fails. */
function filled(array: Array, fill: () => void): Array {
  try {
    fill();
    return array;
  } catch (error) {
    array.dispose();
    throw error;
  }
}
