import { dtypeRange, isFloat, NdArray, readNumbers, type Dtype, type Runtime } from "@openhcs/core";
import { functions } from "@openhcs/functions";
import { expect, test } from "vitest";
import { openRuntime } from "./open-runtime.js";

const special = [0, -0, 1, -1, 0.5, 1.5, 2.5, -0.5, -7.25, 100, 254.5, 70000, -70000, 3e9, 1e20, 1e-40, NaN, Infinity, -Infinity];

/** Of each family the calls where dtypes, conventions or special values decide. */
const calls: readonly (readonly [string, Dtype, Readonly<Record<string, unknown>>])[] = [
  ["add", "uint8", { value: 7, convention: "cv2" }],
  ["add", "int32", { value: -5, computeDtype: "int32" }],
  ["subtract", "uint16", { other: true, computeDtype: "uint16" }],
  ["multiply", "int16", { other: true, computeDtype: "int8" }],
  ["divide", "float32", { other: true }],
  ["absdiff", "int16", { other: true, computeDtype: "int16" }],
  ["maximum", "float32", { other: true }],
  ["minimum", "float32", { value: 0 }],
  ["fmax", "float32", { other: true }],
  ["mod", "int16", { other: true, computeDtype: "int16" }],
  ["floorDivide", "int32", { value: -3, computeDtype: "int32" }],
  ["power", "uint16", { value: 3, computeDtype: "uint32" }],
  ["abs", "int16", { computeDtype: "int16" }],
  ["rint", "float32", {}],
  ["sign", "float32", {}],
  ["greater", "int32", { value: 2.5 }],
  ["lessEqual", "uint32", { value: -1 }],
  ["equal", "float32", { other: true }],
  ["notEqual", "float16", { other: true }],
  ["logicalXor", "float32", { other: true }],
  ["applyThreshold", "uint16", { threshold: 120.5 }],
  ["isnan", "float16", {}],
  ["clip", "float32", { min: -0.5, max: 100 }],
  ["clip", "uint8", { min: 10, max: 5 }],
  ["invert", "int16", {}],
  ["nanToNum", "float32", { posinf: 9 }],
  ["cast", "float32", { dtype: "int32", convention: "numpy" }],
  ["cast", "float32", { dtype: "int8" }],
  ["cast", "int32", { dtype: "float32" }],
  ["cast", "float32", { dtype: "float16" }],
  ["where", "int16", { imageValue: 0.5, otherValue: -1 }],
];

test.for(calls)("%s of %s %j is what the reference gives, NaN and infinities too", async ([name, dtype, choices], context) => {
  const runtime = await openRuntime(context);
  const [ours, theirs] = [await result(runtime, "webgpu", name, dtype, choices), await result(runtime, "reference", name, dtype, choices)];
  expect(ours.dtype).toBe(theirs.dtype);
  const { tolerance } = functions.find((each) => each.name === name) ?? {};
  if (tolerance?.kind === "exact" || !isFloat(ours.dtype)) expect(numbersOf(ours)).toEqual(numbersOf(theirs));
  else numbersOf(ours).forEach((value, i) => expect(near(value, numbersOf(theirs)[i] as number), `element ${i}: ${value}, not ${numbersOf(theirs)[i]}`).toBe(true));
});

test.for([
  ["add", "int32", { value: 1 }, /no 64-bit numbers/],
  ["divide", "float64", { value: 2 }, /float64/],
  ["power", "float32", { value: 0.5 }, /leaves powers of floats/],
  ["add", "uint16", { value: 0.3, convention: "cv2" }, /single precision may round otherwise/],
  ["equal", "float32", { other: "int32" }, /leaves float32 beside int32/],
] as const)("%s of %s %j is refused with the reason", async ([name, dtype, choices, reason], context) => {
  const runtime = await openRuntime(context);
  await expect(result(runtime, "webgpu", name, dtype, choices)).rejects.toThrow(reason);
});

async function result(runtime: Runtime, on: string, name: string, dtype: Dtype, { other, ...choices }: Readonly<Record<string, unknown>>): Promise<NdArray> {
  const arrays = other === undefined ? {} : { other: sample(other === true ? dtype : other as Dtype, [...special.slice(5), ...special.slice(0, 5)]) };
  const value = await runtime.run(`${on}:${name}`, sample(dtype, special), { ...arrays, ...choices }, { dtypeConversion: "native" }) as NdArray;
  return await runtime.to(value, "ndarray") as NdArray;
}

/** Integers have their extremes in the place of what they cannot be. */
function sample(dtype: Dtype, values: readonly number[]): NdArray {
  const { min, max } = dtypeRange(dtype);
  const possible = isFloat(dtype) ? values : values.map((value, i) => (Number.isFinite(value) ? value : i % 2 === 0 ? min : max));
  return new NdArray({ data: Float64Array.from(possible), shape: [possible.length] }).cast(dtype);
}

function numbersOf(array: NdArray): readonly number[] {
  return Array.from(readNumbers(array) as ArrayLike<number | bigint>, Number);
}

function near(value: number, expected: number): boolean {
  return Object.is(value, expected) || Math.abs(value - expected) <= 1e-6 + 1e-5 * Math.abs(expected);
}
