import { NdArray, viewBytes } from "@openhcs/core";
import type { DeviceWork } from "../../session/device-work.js";
import type { Array } from "../device-kernel.js";

/** Results of lines, and where there is one alone its number by itself too. */
export async function withValue(values: Array, work: DeviceWork): Promise<{ readonly values: Array; readonly value?: number }> {
  return values.shape.length > 0 ? { values } : { values, value: await numberIn(values, work) };
}

/** The only element of an array. */
export async function numberIn(array: Array, work: DeviceWork): Promise<number> {
  const { dtype } = array;
  const bytes = await work.read(array);
  return Number(new NdArray({ data: viewBytes(dtype, bytes.buffer), shape: [], dtype }).get());
}
