import { deviceMemory, type DeviceArray, type DeviceMemory } from "@openhcs/core";
import type { DeviceForm } from "../interchange/device-form.js";
import { convert, converts } from "./conversion.js";
import { filled } from "./filled.js";
import type { DeviceBuffer } from "../session/device-buffer.js";

export type DeviceMemoryType = DeviceMemory<DeviceBuffer>;

/** The memory type of a driver's devices: every dtype, packed, in buffers of the device's pool. */
export function deviceMemoryType(name: string, template: string, forms: readonly DeviceForm[] = []): DeviceMemoryType {
  const [exports, imports] = [forms.map((form) => form.export), forms.map((form) => form.import)];
  return deviceMemory<DeviceBuffer>({ name, template, exports, imports, plane, stack, converts, convert, settled: ({ buffer }) => buffer.device.ready(buffer) });
}

type Array = DeviceArray<DeviceBuffer>;

function plane({ dtype, shape, buffer }: Array, at: number): Promise<Array> {
  return filled(buffer.device.array(dtype, shape.slice(-2)), (made) => buffer.device.copy(buffer, at * made.bytes, made.buffer, 0, made.bytes));
}

function stack(arrays: readonly Array[]): Promise<Array> {
  const { dtype, shape, bytes, buffer: { device } } = arrays[0] as Array;
  return filled(device.array(dtype, [arrays.length, ...shape]), (made) => arrays.forEach(({ buffer }, at) => device.copy(buffer, 0, made.buffer, at * bytes, bytes)));
}
