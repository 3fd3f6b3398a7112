import type { NdArray } from "../array/nd-array.js";
import { stack } from "../array/stack.js";
import type { FunctionDefinition } from "../function/definition.js";
import { InvalidArgumentError } from "../function/function-errors.js";
import type { ArraySpec } from "../memory/array-spec.js";
import type { CallOptions } from "./call-options.js";

/** Whether a call is made with every plane of a stack: by the function's contract, or by the call's choice. */
export function callsByPlanes({ contract }: FunctionDefinition, { sliceBySlice }: CallOptions, rank: number): boolean {
  return rank > 2 && (contract === "pure2d" || (contract === "flexible" && sliceBySlice === true));
}

/** What an array is in a call by planes: a plane where it shares the stack's leading axes, else the whole. */
export function planeSpec(spec: ArraySpec, stack: ArraySpec): ArraySpec {
  if (!isStackLike(spec.shape, stack.shape)) return spec;
  const shape = spec.shape.slice(-2);
  return { ...spec, shape, bytes: spec.bytes / Math.max(1, planeCount(spec.shape)) };
}

/** Handles on one plane of every array that is a stack like the first; other arrays go whole to each call. */
export function planesAt(arrays: Readonly<Record<string, NdArray>>, plane: number): Readonly<Record<string, NdArray>> {
  const [first] = Object.values(arrays) as [NdArray];
  return Object.fromEntries(Object.entries(arrays).map(([name, array]) => [name, isStackLike(array.shape, first.shape) ? planeOf(array, plane) : array.retain()]));
}

const perPlane = Symbol.for("openhcs.per-plane");

/** One value per plane of a stack: what a call by planes gives for outputs that are not arrays, and takes as a parameter. */
export type PerPlane = readonly unknown[] & { readonly [perPlane]: true };

export function isPerPlane(value: unknown): value is PerPlane {
  return Array.isArray(value) && perPlane in value;
}

/** Arguments for a call that is not made by planes: what was made plane by plane is a list like any other. */
export function withPlainLists(args: readonly unknown[]): readonly unknown[] {
  const [first, named] = args;
  if (typeof named !== "object" || named === null || !hasPerPlane(named as Readonly<Record<string, unknown>>)) return args;
  return [first, Object.fromEntries(Object.entries(named).map(([name, value]) => [name, isPerPlane(value) ? [...value] : value]))];
}

function hasPerPlane(values: Readonly<Record<string, unknown>>): boolean {
  for (const name in values) if (isPerPlane(values[name])) return true;
  return false;
}

/** @throws InvalidArgumentError for a list made plane by plane of a stack of another length */
export function checkPlaneCounts({ name: functionName }: FunctionDefinition, parameters: Readonly<Record<string, unknown>>, { shape }: ArraySpec): void {
  const count = planeCount(shape);
  for (const [name, value] of Object.entries(parameters)) {
    if (isPerPlane(value) && value.length !== count) throw new InvalidArgumentError(functionName, name, `must have one value for each of ${count} planes`, value);
  }
}

/** Outputs of one plane with handles of their own, where a body gives back what it took. */
export function ownHandles(outputs: Readonly<Record<string, unknown>>, taken: Readonly<Record<string, NdArray>>): Record<string, unknown> {
  const arrays = new Set<unknown>(Object.values(taken));
  return Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, arrays.has(value) ? (value as NdArray).retain() : value]));
}

/** The parameters of one plane. */
export function parametersAt(parameters: Readonly<Record<string, unknown>>, plane: number): Readonly<Record<string, unknown>> {
  if (!hasPerPlane(parameters)) return parameters;
  return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, isPerPlane(value) ? value[plane] : value]));
}

/** Array outputs stacked along the stack's leading axes, everything else as one list per output. */
export function joinPlanes(definition: FunctionDefinition, outputs: readonly Readonly<Record<string, unknown>>[], leading: readonly number[]): Record<string, unknown> {
  const names = Object.keys(outputs[0] ?? definition.outputs);
  return Object.fromEntries(names.map((name) => {
    const planes = outputs.map((output) => output[name]);
    return [name, definition.outputs[name]?.type === "array" ? stackAlong(planes as NdArray[], leading) : Object.defineProperty(planes, perPlane, { value: true })];
  }));
}

function stackAlong(planes: readonly NdArray[], leading: readonly number[]): NdArray {
  const joined = stack(planes);
  for (const plane of planes) plane.dispose();
  const result = joined.reshape([...leading, ...joined.shape.slice(1)]);
  joined.dispose();
  return result;
}

function planeOf(array: NdArray, plane: number): NdArray {
  const planes = array.reshape([planeCount(array.shape), ...array.shape.slice(-2)]);
  const view = planes.slice(plane);
  planes.dispose();
  const packed = view.packed();
  if (packed !== view) view.dispose();
  return packed;
}

/** Planes of a stack, all axes before the last two taken together. */
export function planeCount(shape: readonly number[]): number {
  return shape.slice(0, -2).reduce((count, extent) => count * extent, 1);
}

function isStackLike(shape: readonly number[], stack: readonly number[]): boolean {
  return shape.length === stack.length && shape.slice(0, -2).every((extent, axis) => extent === stack[axis]);
}
