import { sameShape } from "../array/layout.js";
import type { ArraySpec } from "../memory/array-spec.js";
import { intoStack } from "../memory/as-stack.js";
import type { MemoryType } from "../memory/memory-type.js";
import type { FunctionDefinition } from "./definition.js";
import { parametersAt, perPlane } from "./per-plane.js";
import { InvalidResultError } from "./returned.js";

type Values = Readonly<Record<string, unknown>>;
type Specs = Readonly<Record<string, ArraySpec>>;

/** Whether a call is made with every plane of a stack: by the function's contract, or by the call's choice. */
export function callsByPlanes({ contract }: FunctionDefinition, sliceBySlice: boolean, rank: number): boolean {
  return rank > 2 && (contract === "pure2d" || (contract === "flexible" && sliceBySlice));
}

/** What the body of a call by planes sees: a plane of every array that is a stack like the first, other arrays whole. */
export function planeSpecs(specs: Specs): Specs {
  const [stack] = Object.values(specs);
  if (stack === undefined) return specs;
  const seen = (spec: ArraySpec) =>
    (isStackLike(spec.shape, stack.shape) ? { ...spec, shape: spec.shape.slice(-2), bytes: spec.bytes / Math.max(1, planeCount(spec.shape)) } : spec);
  return Object.fromEntries(Object.entries(specs).map(([name, spec]) => [name, seen(spec)]));
}

/** Planes of a stack, all axes before the last two taken together. */
export function planeCount(shape: readonly number[]): number {
  return shape.slice(0, -2).reduce((count, extent) => count * extent, 1);
}

/** What calls by planes lack of a memory type; undefined where they can be made. */
export function missingForPlanes(type: MemoryType): string | undefined {
  return (["plane", "stack", "reshape"] as const).find((member) => type[member] === undefined);
}

/** Invokes a body or kernel with plane after plane; gives array outputs stacked along the leading axes, of every other output a list. */
export async function invokeByPlanes(
  definition: FunctionDefinition, type: MemoryType, inputs: Values, parameters: Values,
  invoke: (planes: Values, parameters: Values) => Promise<Values>, progress: (fraction: number) => void,
): Promise<Record<string, unknown>> {
  const { shape } = type.spec(Object.values(inputs)[0]);
  const count = planeCount(shape);
  const made: Values[] = [];
  try {
    for (let at = 0; at < count; at++) {
      made.push(await invokeWith(at));
      progress((at + 1) / count);
    }
    return await joinPlanes(definition, type, made, shape.slice(0, -2));
  } finally {
    for (const outputs of made) for (const name of arrayOutputs(definition)) if (type.is(outputs[name])) type.dispose(outputs[name]);
  }

  async function invokeWith(at: number): Promise<Values> {
    const planes: Record<string, unknown> = {};
    try {
      for (const name in inputs) {
        planes[name] = isStackLike(type.spec(inputs[name]).shape, shape) ? await type.plane?.(inputs[name], at) : type.retain(inputs[name]);
      }
      return ownHandles(await invoke(planes, parametersAt(parameters, at)), planes, type);
    } finally {
      for (const name in planes) type.dispose(planes[name]);
    }
  }
}

/** Outputs with handles of their own, where a body gives back what it took. */
export function ownHandles(outputs: Values, taken: Values, type: MemoryType): Record<string, unknown> {
  const arrays = new Set(Object.values(taken));
  return Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, arrays.has(value) ? type.retain(value) : value]));
}

/** An output as the contract wants it: a function with a processing contract gives a stack for a stack. */
export function byContract({ contract }: FunctionDefinition, specs: Specs, type: MemoryType, value: unknown): unknown {
  const tookStack = Object.values(specs)[0]?.shape.length === 3;
  return contract !== undefined && tookStack ? intoStack(type, value) : value;
}

async function joinPlanes(definition: FunctionDefinition, type: MemoryType, made: readonly Values[], leading: readonly number[]): Promise<Record<string, unknown>> {
  const arrays = new Set(arrayOutputs(definition));
  const joined: Record<string, unknown> = {};
  for (const name of Object.keys(made[0] ?? definition.outputs)) {
    const planes = made.map((outputs) => outputs[name]);
    if (!arrays.has(name)) joined[name] = perPlane(planes);
    else if (planes.some((plane) => plane !== undefined)) joined[name] = await joinArrays(definition, type, name, planes, leading);
  }
  return joined;
}

async function joinArrays({ name: functionName }: FunctionDefinition, type: MemoryType, name: string, planes: readonly unknown[], leading: readonly number[]): Promise<unknown> {
  const at = planes.findIndex((plane) => !type.is(plane));
  if (at !== -1) throw new InvalidResultError(functionName, `its output "${name}" must be an array of ${type.name} for every plane, was none for plane ${at}.`);
  const stack = await type.stack?.(planes);
  if (leading.length === 1) return stack;
  try {
    return type.reshape?.(stack, [...leading, ...type.spec(stack).shape.slice(1)]);
  } finally {
    type.dispose(stack);
  }
}

function arrayOutputs({ outputs }: FunctionDefinition): string[] {
  return Object.keys(outputs).filter((name) => outputs[name].type === "array");
}

function isStackLike(shape: readonly number[], stack: readonly number[]): boolean {
  return shape.length === stack.length && sameShape(shape.slice(0, -2), stack.slice(0, -2));
}
