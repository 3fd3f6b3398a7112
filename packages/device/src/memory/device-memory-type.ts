import { bytesPerElement, deviceMemory, OutOfMemoryError, sizeOf, type DeviceArray, type DeviceMemory } from "@openhcs/core";
import type { DeviceBuffer } from "../session/device-buffer.js";

export type DeviceMemoryType = DeviceMemory<DeviceBuffer>;

/** The memory type of a driver's devices: every dtype, packed, in buffers of the device's pool. */
export function deviceMemoryType(name: string, template: string): DeviceMemoryType {
  return deviceMemory<DeviceBuffer>({ name, template, plane, stack });
}

type Array = DeviceArray<DeviceBuffer>;

function plane(array: Array, at: number): Array {
  const { dtype, shape, buffer: { device } } = array;
  const made = device.array(dtype, shape.slice(-2));
  return filled(made, () => device.copy(array.buffer, at * made.bytes, made.buffer, 0, made.bytes));
}

function stack(arrays: readonly Array[]): Array {
  const [first] = arrays;
  if (first === undefined) throw new OutOfMemoryError("stack");
  const { dtype, shape, bytes, buffer: { device } } = first;
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

/** Bytes of an array of this kind. */
export function bytesOf({ dtype, shape }: Pick<Array, "dtype" | "shape">): number {
  return sizeOf(shape) * bytesPerElement(dtype);
}
