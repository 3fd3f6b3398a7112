import { createRuntime, dtypeRange, isFloat, NdArray, sizeOf, readNumbers, type Dtype, type Runtime } from "@openhcs/core";
import { opencl } from "@openhcs/backend-opencl";
import { functions } from "@openhcs/functions";
import { loadOpenCl } from "@openhcs/native/opencl";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const special = [0, -0, 1, -1, 0.5, 1.5, 2.5, -0.5, -7.25, 100, 254.5, 70000, -70000, 3e9, 1e20, 1e-40, NaN, Infinity, -Infinity];

/** Of each family the calls where dtypes, conventions or special values decide. */
const calls: readonly (readonly [string, Dtype, Readonly<Record<string, unknown>>])[] = [
  ["add", "uint8", { value: 7, convention: "cv2" }],
  ["add", "int32", { value: 2.5 }],
  ["subtract", "uint16", { other: true, computeDtype: "uint16" }],
  ["multiply", "int16", { other: true, computeDtype: "int8" }],
  ["divide", "int32", { other: true }],
  ["divide", "uint8", { other: true, convention: "cv2" }],
  ["absdiff", "float32", { other: true }],
  ["maximum", "float32", { other: true }],
  ["minimum", "float64", { value: 0 }],
  ["fmax", "float32", { other: true }],
  ["mod", "float32", { other: true }],
  ["mod", "int16", { other: true, computeDtype: "int16" }],
  ["floorDivide", "float32", { other: true }],
  ["power", "uint16", { value: 3, computeDtype: "uint32" }],
  ["power", "float64", { other: true }],
  ["abs", "int16", { computeDtype: "int16" }],
  ["rint", "float32", {}],
  ["sign", "float64", {}],
  ["sqrt", "uint16", {}],
  ["exp", "float32", {}],
  ["greater", "int32", { value: 2.5 }],
  ["equal", "float32", { other: true }],
  ["logicalXor", "float32", { other: true }],
  ["applyThreshold", "uint16", { threshold: 120.5 }],
  ["isnan", "float32", {}],
  ["clip", "float32", { min: -0.3, max: 100 }],
  ["clip", "uint8", { min: 10, max: 5 }],
  ["invert", "int16", {}],
  ["nanToNum", "float32", { posinf: 9 }],
  ["cast", "float64", { dtype: "int32", convention: "numpy" }],
  ["cast", "float32", { dtype: "uint8" }],
  ["where", "int16", { imageValue: 0.5, otherValue: -1 }],
];

const refused: readonly (readonly [string, Dtype, Readonly<Record<string, unknown>>, RegExp])[] = [
  ["power", "int16", { other: true, computeDtype: "int16" }, /leaves powers of integers/],
  ["add", "uint64", { value: -1 }, /leaves the value 18446744073709551615 to the reference/],
  ["less", "int64", { value: 0.5 }, /leaves int64 beside the value 0.5 to the reference/],
  ["cast", "float64", { dtype: "float16" }, /leaves float64 to float16 to the reference/],
];

describe.skipIf(loadOpenCl().addon === undefined)("elementwise kernels on OpenCL", () => {
  let runtime: Runtime;
  beforeAll(async () => { runtime = await createRuntime({ backends: [opencl()], functions }); });
  afterAll(async () => { await runtime?.[Symbol.asyncDispose](); });

  it.each(calls)("%s of %s %j is what the reference gives, NaN and infinities too", async (name, dtype, choices) => {
    const [ours, theirs] = [await result("opencl", name, dtype, choices), await result("reference", name, dtype, choices)];
    expect(ours.dtype).toBe(theirs.dtype);
    const { tolerance } = functions.find((each) => each.name === name) ?? {};
    if (tolerance?.kind === "exact") expect(numbersOf(ours)).toEqual(numbersOf(theirs));
    else numbersOf(ours).forEach((value, i) => expect(near(value, numbersOf(theirs)[i] as number), `element ${i}: ${value}`).toBe(true));
  });

  it.each(refused)("%s of %s %j is refused with the reason", async (name, dtype, choices, reason) => {
    await expect(result("opencl", name, dtype, choices)).rejects.toThrow(reason);
  });

  it("numbers that only look alike are not taken for one another", async () => {
    const image = new NdArray({ data: Float32Array.of(0, -0, 2), shape: [3] });
    for (const value of [0, -0, 0, NaN, Infinity, -Infinity, 1, -0]) {
      for (const name of ["add", "maximum", "multiply"] as const) {
        const there = await runtime.to(await runtime.run(`opencl:${name}`, image, { value }), "ndarray") as NdArray;
        const here = await runtime.run(`reference:${name}`, image, { value }) as NdArray;
        for (const [at, expected] of [...here.data].entries()) expect(Object.is(there.data[at], expected), `${name} of ${image.data[at]} and ${value}: ${there.data[at]}, not ${expected}`).toBe(true);
      }
    }
  });

  it.each<[string, number[], number[]]>([
    ["a plane and a stack", [2, 3], [4, 2, 3]], ["a stack and a plane", [4, 2, 3], [2, 3]], ["leading axes of one element", [2, 3], [1, 2, 3]],
    ["a row and a column", [1, 5], [4, 1]], ["a plane of one element each", [2, 1, 3], [1, 4, 1]], ["one element", [2, 3], [1]], ["no elements", [0, 3], [3]],
  ])("%s are broadcast like the reference does it", async (_, shape, others) => {
    const image = new NdArray({ data: Float32Array.from({ length: sizeOf(shape) }, (_each, at) => at * 1.5), shape });
    const other = new NdArray({ data: Uint16Array.from({ length: sizeOf(others) }, (_each, at) => 7 * at), shape: others });
    for (const [name, arrays] of [["subtract", { other }], ["greater", { other }], ["where", { image: other, other: image.less(3) }]] as const) {
      const held = heldOnDevice();
      const onDevice = await runtime.run(`opencl:${name}`, image, { ...arrays }) as NdArray;
      const there = await runtime.to(onDevice, "ndarray", { copy: true });
      runtime.dispose(onDevice);
      const here = await runtime.run(`reference:${name}`, image, { ...arrays }) as NdArray;
      expect([there.shape, there.dtype, [...there.data]]).toEqual([here.shape, here.dtype, [...here.data]]);
      expect(heldOnDevice()).toBe(held);
    }
  });

  const heldOnDevice = () => runtime.memory().find(({ memoryType }) => memoryType === "opencl")?.arrays ?? 0;

  async function result(on: string, name: string, dtype: Dtype, { other, ...choices }: Readonly<Record<string, unknown>>): Promise<NdArray> {
    const arrays = other === true ? { other: sample(dtype, [...special.slice(5), ...special.slice(0, 5)]) } : {};
    const value = await runtime.run(`${on}:${name}`, sample(dtype, special), { ...arrays, ...choices }, { dtypeConversion: "native" }) as NdArray;
    return await runtime.to(value, "ndarray") as NdArray;
  }
});

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
  return Object.is(value, expected) || Math.abs(value - expected) <= 1e-7 + 2e-6 * Math.abs(expected);
}
