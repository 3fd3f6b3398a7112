import { dtypeRange, isFloat, type Dtype } from "../array/dtype.js";
import { isNdArray, NdArray } from "../array/nd-array.js";
import { messageOf } from "../errors/openhcs-error.js";
import type { Inputs } from "../function/argument.js";
import type { ProcessingContract } from "../function/contract.js";
import type { FunctionDefinition } from "../function/definition.js";
import type { Outputs } from "../function/output.js";
import { kindOf, mainOutputName } from "../function/returned.js";

/** What a function did with arrays of one shape: the rank of its main result where that is an array, or why it failed. */
export type Trial = { readonly rank?: number } | { readonly reason: string };

export interface Trials {
  /** With (3, 20, 20). */
  readonly volume: Trial;
  /** With (20, 20). */
  readonly plane: Trial;
}

/** The contract that trials show; or, where neither succeeded, why. */
export function contractOf({ volume, plane }: Trials): ProcessingContract | { readonly reason: string } {
  if ("reason" in volume) return "reason" in plane ? { reason: bothReasons(volume.reason, plane.reason) } : "pure2d";
  if ("reason" in plane) return "pure3d";
  return volume.rank === 2 ? "volumetricToSlice" : "flexible";
}

function bothReasons(volume: string, plane: string): string {
  return volume === plane ? plane : `with a volume: ${volume}; with a plane: ${plane}`;
}

/** Calls a function with a volume and with a plane; a promise that does not end counts as failed after the time limit. */
export async function tryFunction(definition: FunctionDefinition, timeoutMs: number): Promise<Trials> {
  const volume = await tryWith(definition, [3, 20, 20], timeoutMs);
  return { volume, plane: await tryWith(definition, [20, 20], timeoutMs) };
}

async function tryWith(definition: FunctionDefinition, shape: readonly number[], timeoutMs: number): Promise<Trial> {
  const [first, ...others] = Object.entries(definition.inputs as Inputs).filter(([, { optional }]) => optional !== true);
  if (first === undefined) return { reason: "it takes no array, so that nothing can be probed; declare its contract" };
  const call = definition as unknown as (array: NdArray, parameters: object) => Promise<unknown>;
  const named = Object.fromEntries(others.map(([name, { dtypes }]) => [name, sample(shape, dtypes)]));
  try {
    const result = await within(timeoutMs, call(sample(shape, first[1].dtypes), { ...definition.examples?.[0], ...named }));
    if (isNdArray(result)) return { rank: result.rank };
    const main = mainOutputName(definition);
    return (definition.outputs as Outputs)[main]?.type === "array" ? { reason: `its output "${main}" must be an array, was ${kindOf(result)}` } : {};
  } catch (error) {
    return { reason: withoutName(messageOf(error), definition.name) };
  }
}

async function within<T>(timeoutMs: number, work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`it did not end within ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The same in every scan: float32 where that is accepted, in [0, 1); of integers the range of uint8, as far as the dtype has it. */
function sample(shape: readonly number[], dtypes: readonly Dtype[] = ["float32"]): NdArray {
  const dtype = ["float32" as const, "uint8" as const].find((usual) => dtypes.includes(usual)) ?? (dtypes[0] as Dtype);
  const size = shape.reduce((product, extent) => product * extent, 1);
  const most = isFloat(dtype) ? 1 : Math.min(256, dtypeRange(dtype).max + 1);
  let state = 0x2545f491;
  const values = Float64Array.from({ length: size }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const value = (state / 2 ** 32) * most;
    return isFloat(dtype) ? value : Math.floor(value);
  });
  return new NdArray({ data: values, shape }).cast(dtype);
}

/** Reasons stand beside the name already. */
function withoutName(message: string, name: string): string {
  return message.startsWith(`${name}: `) ? message.slice(name.length + 2) : message;
}
