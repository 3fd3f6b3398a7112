import { dtypeRange, NdArray, sizeOf, type Dtype, type TypedArray } from "@openhcs/core";
import { kernelSource } from "../../dialect/kernel-source.js";
import type { DeviceWork } from "../../session/device-work.js";
import type { Array as DeviceArray } from "../device-kernel.js";

/** Dtypes of which a table holds every value. */
export const tabledDtypes = ["uint8", "int8", "uint16", "int16"] as const satisfies readonly Dtype[];

export function isTabled(dtype: Dtype): boolean {
  return (tabledDtypes as readonly Dtype[]).includes(dtype);
}

/** What a table, in the dtype of the result, holds for each value of an integer image, from the dtype's least one on. */
export async function lookUp(image: DeviceArray, table: TypedArray, dtype: Dtype, work: DeviceWork): Promise<DeviceArray> {
  const program = await work.program(kernelSource("exposure/look-up.cl", { elements: { IN: image.dtype, OUT: dtype } }));
  const out = work.array(dtype, image.shape);
  const size = sizeOf(image.shape);
  program.launch("look_up", size, [image, out, await work.table(table, dtype), size, dtypeRange(image.dtype).min]);
  return out;
}

/** Every value of an integer dtype, ascending, as an image of which a reference makes a table. */
export function everyValue(dtype: Dtype): NdArray {
  const { min, max } = dtypeRange(dtype);
  const image = NdArray.zeros([max - min + 1], dtype);
  for (let value = min; value <= max; value++) (image.data as Int16Array)[value - min] = value;
  return image;
}
