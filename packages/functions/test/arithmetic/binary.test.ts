import { NdArray, type FunctionDefinition } from "@openhcs/core";
import { absdiff, add, arctan2, divide, floorDivide, fmax, hypot, maximum, mod, multiply, power, subtract } from "@openhcs/functions";
import { describe, expect, it } from "vitest";

type Choices = Readonly<Record<string, unknown>>;

/** The reference's own result, before the dtype rule. */
function refer(definition: FunctionDefinition, image: NdArray, { other, ...parameters }: Choices): NdArray {
  return definition.reference({ image, other: other as NdArray }, { convention: "numpy", ...parameters }, {} as never);
}

const bytes = NdArray.from([[250, 3], [7, 0]], "uint8");

describe("functions of two operands", () => {
  it("compute small integers in float32, so that nothing wraps", () => {
    const sum = refer(add, bytes, { value: 10 });
    expect([sum.dtype, sum.toNested()]).toEqual(["float32", [[260, 13], [17, 10]]]);
  });

  it("give the dtype of the image back when called, saturated", async () => {
    const sum = await add(bytes, { value: 10 }) as NdArray;
    expect([sum.dtype, sum.toNested()]).toEqual(["uint8", [[255, 13], [17, 10]]]);
  });

  it("give floats where integers would ruin the result, as angles, lengths and quotients", async () => {
    const ones = NdArray.from([1, 200], "uint8");
    const results = await Promise.all([arctan2(ones, { value: 1 }), hypot(ones, { value: 200 }), divide(ones, { value: 2 })]) as NdArray[];
    expect(results.map(({ dtype }) => dtype)).toEqual(["float32", "float32", "float32"]);
    const [angles, lengths, quotients] = results.map((result) => result.toNested() as [number, number]);
    expect(angles?.[0]).toBeCloseTo(Math.PI / 4, 6);
    expect(lengths?.[1]).toBeCloseTo(200 * Math.SQRT2, 4);
    expect(quotients).toEqual([0.5, 100]);
    expect(await divide(ones, { value: 2, convention: "cv2" })).toMatchObject({ dtype: "uint8" });
    expect(await floorDivide(ones, { value: 3 })).toMatchObject({ dtype: "uint8" });
  });

  it("wrap in an integer compute dtype", () => {
    expect(refer(subtract, bytes, { value: 5, computeDtype: "uint8" }).toNested()).toEqual([[245, 254], [2, 251]]);
    expect(refer(multiply, NdArray.from([65537], "uint32"), { value: 65537, computeDtype: "uint32" }).toNested()).toEqual([131073]);
  });

  it("saturate under the convention of OpenCV, rounding half to even", () => {
    expect(refer(subtract, bytes, { value: 5, convention: "cv2" }).toNested()).toEqual([[245, 0], [2, 0]]);
    expect(refer(multiply, bytes, { value: 0.5, convention: "cv2" }).toNested()).toEqual([[125, 2], [4, 0]]);
    expect(refer(divide, bytes, { other: NdArray.from([[4, 0], [2, 0]], "uint8"), convention: "cv2" }).toNested()).toEqual([[62, 0], [4, 0]]);
  });

  it("keep 64-bit integers exact", () => {
    const large = NdArray.from([2n ** 60n + 1n], "int64");
    expect(refer(add, large, { value: 2 }).toNested()).toEqual([2n ** 60n + 3n]);
    expect(refer(divide, large, { value: 2 }).dtype).toBe("float64");
  });

  it("meet in float64 where their compute dtypes differ", () => {
    const sum = refer(add, NdArray.from([0.5], "float32"), { other: NdArray.from([2 ** 31 - 1], "int32") });
    expect([sum.dtype, sum.toNested()]).toEqual(["float64", [2147483647.5]]);
  });

  it("broadcast by NumPy's rule", () => {
    const column = NdArray.from([[1], [2]], "float32");
    const row = NdArray.from([10, 20, 30], "float32");
    expect(refer(add, column, { other: row }).toNested()).toEqual([[11, 21, 31], [12, 22, 32]]);
    expect(add.outputShape?.({ image: { shape: [2, 1] }, other: { shape: [3] } } as never, {} as never)).toEqual([2, 3]);
  });

  it("take empty arrays", () => {
    expect(refer(add, NdArray.zeros([0, 4]), { other: NdArray.zeros([4]) }).shape).toEqual([0, 4]);
  });

  it("follow IEEE 754 where values are not finite", () => {
    const image = NdArray.from([NaN, Infinity, 1, -1], "float32");
    expect(refer(maximum, image, { value: 0 }).toNested()).toEqual([NaN, Infinity, 1, 0]);
    expect(refer(fmax, image, { value: 0 }).toNested()).toEqual([0, Infinity, 1, 0]);
    expect(refer(divide, image, { value: 0 }).toNested()).toEqual([NaN, Infinity, Infinity, -Infinity]);
    expect(refer(power, image, { value: Infinity }).toNested()).toEqual([NaN, Infinity, 1, 1]);
  });

  it("divide with the floor of Python, also through zero", () => {
    const image = NdArray.from([7, -7, 7, -7], "int16");
    const other = NdArray.from([2, 2, -2, 0], "int16");
    expect(refer(mod, image, { other, computeDtype: "int16" }).toNested()).toEqual([1, 1, -1, 0]);
    expect(refer(floorDivide, image, { other, computeDtype: "int16" }).toNested()).toEqual([3, -4, -4, 0]);
  });

  it("never return their input's memory", () => {
    const image = NdArray.from([1, 2], "float32");
    expect(refer(add, image, { value: 0 }).data.buffer).not.toBe(image.data.buffer);
  });
});

describe("operands that do not fit", () => {
  const refusals: readonly (readonly [string, FunctionDefinition, NdArray, Choices, RegExp])[] = [
    ["neither a second array nor a number", add, bytes, {}, /exactly one of the array "other" and the number "value"/],
    ["both a second array and a number", add, bytes, { other: bytes, value: 1 }, /exactly one/],
    ["shapes that do not broadcast", add, bytes, { other: NdArray.zeros([3]) }, /\[2, 2\] and \[3\] do not broadcast/],
    ["two dtypes for OpenCV", add, bytes, { other: NdArray.zeros([2, 2]), convention: "cv2" }, /one dtype, not uint8 and float32/],
    ["a dtype that OpenCV lacks", add, bytes.cast("uint32"), { value: 1, convention: "cv2" }, /not uint32/],
    ["a compute dtype under the convention of OpenCV", add, bytes, { value: 1, convention: "cv2", computeDtype: "uint8" }, /computeDtype.*convention is numpy/],
    ["64-bit integers beside others", add, bytes.cast("int64"), { other: bytes }, /int64 and uint8 need a computeDtype/],
    ["a fraction beside 64-bit integers", multiply, bytes.cast("int64"), { value: 0.5 }, /int64 need an integer value/],
    ["the difference of bools", absdiff, bytes, { value: 1, computeDtype: "bool" }, /bool have no difference/],
    ["a negative exponent of integers", power, bytes, { value: -1, computeDtype: "int16" }, /must not be negative/],
    ["an unknown parameter", add, bytes, { valeu: 1 }, /did you mean "value"/],
  ];

  it.each(refusals)("are refused: %s", async (_, definition, image, choices, message) => {
    const call = definition as unknown as (image: NdArray, choices: Choices) => Promise<unknown>;
    await expect(call(image, choices)).rejects.toThrow(message);
  });
});
