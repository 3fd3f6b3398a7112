import { isInteger, sizeOf, type Dtype, type Shape, type TypedArray } from "@openhcs/core";
import { kernelSource, type ComputeType } from "../../dialect/kernel-source.js";
import type { DeviceWork } from "../../session/device-work.js";
import type { Array as DeviceArray } from "../device-kernel.js";
import { loadNumbers } from "../load-numbers.js";

/** Numbers on the way from an image to a result, in the widest float of the device. */
export interface Numbers {
  readonly values: DeviceArray;
  readonly shape: Shape;
}

/** The float that interpolation computes in: float64, as the reference does, where the device has it. */
export function widestFloat(work: DeviceWork): ComputeType {
  return work.fp64 ? "float64" : "float32";
}

/** A table of numbers in the float that is computed in. */
export function tableOf(work: DeviceWork, values: Float64Array, compute = widestFloat(work)): Promise<DeviceArray> {
  return work.table(compute === "float64" ? values as TypedArray : Float32Array.from(values), compute);
}

export async function numbersOf(work: DeviceWork, image: DeviceArray): Promise<Numbers> {
  return { values: await loadNumbers(work, image, widestFloat(work)), shape: image.shape };
}

/** Numbers in a dtype as SciPy stores interpolated ones; float16 is kept as float32. */
export async function interpolated(work: DeviceWork, { values, shape }: Numbers, dtype: Dtype): Promise<DeviceArray> {
  const kept = dtype === "float16" ? "float32" : dtype;
  if (kept === values.dtype) return values;
  const rounding = dtype === "bool" ? 2 : isInteger(dtype) ? 1 : 0;
  const program = await work.program(kernelSource("geometry/interpolated.cl", { elements: { OUT: kept }, compute: widestFloat(work), defines: { ROUNDING: rounding } }));
  const result = work.array(kept, shape);
  const size = sizeOf(shape);
  program.launch("store_interpolated", size, [values, result, size]);
  return result;
}

/** One number everywhere. */
export async function filled(work: DeviceWork, shape: Shape, value: number): Promise<Numbers> {
  const compute = widestFloat(work);
  const values = work.array(compute, shape);
  const program = await work.program(kernelSource("geometry/fill.cl", { compute }));
  program.launch("fill_numbers", sizeOf(shape), [values, value, sizeOf(shape)]);
  return { values, shape };
}
