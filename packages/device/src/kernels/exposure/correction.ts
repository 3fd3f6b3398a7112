import { isFloat, sizeOf, type ArraySpec, type FunctionContext, type NdArray } from "@openhcs/core";
import { negativeError } from "@openhcs/functions/for-kernels";
import { kernelSource } from "../../dialect/kernel-source.js";
import type { DeviceWork } from "../../session/device-work.js";
import type { Array as DeviceArray } from "../device-kernel.js";
import { numberIn } from "../reductions/with-value.js";
import { extremesOf } from "../thresholds/extremes-of.js";
import { everyValue, lookUp } from "./look-up.js";

export const correctionCost = { latencyUs: 60, gbPerSec: 4 } as const;

/** How intensities are corrected: an expression of the dialect for floats, and what the reference makes of every value of an integer dtype. */
export interface Correction {
  readonly name: string;
  /** Of `value`, `p` and `gain`. */
  readonly expression: string;
  readonly p?: number;
  readonly gain?: number;
  table(image: NdArray, context: FunctionContext): NdArray | Promise<NdArray>;
}

/** `true`, or why an image is left to the reference: integers go by tables, and of signed ones negative values would have to be refused. */
export function corrects({ image }: { readonly image?: ArraySpec }): true | string {
  const { dtype } = image ?? {};
  return dtype === undefined || isFloat(dtype) || dtype === "uint8" || dtype === "uint16" || `leaves ${dtype} to the reference`;
}

/** @throws InvalidArgumentError where a value is negative */
export async function corrected(image: DeviceArray, { name, expression, p = 0, gain = 1, table }: Correction, work: DeviceWork): Promise<DeviceArray> {
  const { dtype, shape } = image;
  if (!isFloat(dtype)) return lookUp(image, (await table(everyValue(dtype), { signal: work.signal } as FunctionContext)).data, dtype, work);
  const compute = work.fp64 ? "float64" : "float32";
  const program = await work.program(kernelSource("exposure/correct.cl", { elements: { IN: dtype }, compute, defines: { CORRECTION: `(${expression})` } }));
  const [out, negative] = [work.array(dtype, shape), work.zeros("int32", [])];
  const size = sizeOf(shape);
  program.launch("correct", size, [image, out, negative, size, p, gain]);
  if ((await numberIn(negative, work)) !== 0) throw negativeError(name, (await extremesOf(image, work, "omit")).min);
  return out;
}
