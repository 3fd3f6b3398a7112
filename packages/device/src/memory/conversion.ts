import { isBigInteger, sizeOf, type DeviceArray, type Dtype, type ScalingPolicy } from "@openhcs/core";
import { kernelSource } from "../dialect/kernel-source.js";
import type { DeviceBuffer } from "../session/device-buffer.js";
import { filled } from "./filled.js";

/** Changes of dtype that a kernel makes as the host does, bit for bit: all that the policy `saturate` makes of numbers which a double holds. */
export function converts(from: Dtype, to: Dtype, scaling: ScalingPolicy): boolean {
  return scaling === "saturate" && !isBigInteger(from) && !isBigInteger(to) && !(from === "float64" && to === "float16");
}

/** @throws DeviceLacksError where a dtype needs double precision and the device has none */
export async function convert(array: DeviceArray<DeviceBuffer>, dtype: Dtype, _scaling: ScalingPolicy): Promise<DeviceArray<DeviceBuffer>> {
  const { shape, buffer: { device } } = array;
  const isWide = [array.dtype, dtype].some((each) => ["int32", "uint32", "float64"].includes(each));
  const program = await device.program(kernelSource("conversion.cl", { elements: { IN: array.dtype, OUT: dtype }, compute: isWide ? "float64" : "float32" }));
  const size = sizeOf(shape);
  return filled(device.array(dtype, shape), (made) => program.launch("convert_elements", size, [array, made, size]));
}
