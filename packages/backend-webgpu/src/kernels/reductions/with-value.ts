import { NdArray, viewBytes } from "@openhcs/core";
import type { WebGpuArray } from "../../session/gpu-array.js";
import type { GpuWork } from "../../session/gpu-work.js";

/** Results of lines, and where there is one alone its number by itself too. */
export async function withValue(values: WebGpuArray, work: GpuWork): Promise<{ readonly values: WebGpuArray; readonly value?: number }> {
  return values.shape.length > 0 ? { values } : { values, value: await numberIn(values, work) };
}

/** The only element of an array. */
export async function numberIn(array: WebGpuArray, work: GpuWork): Promise<number> {
  const { dtype } = array;
  const bytes = await work.read(array);
  return Number(new NdArray({ data: viewBytes(dtype, bytes.buffer), shape: [], dtype }).get());
}
