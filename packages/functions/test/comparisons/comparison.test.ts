import { NdArray, type FunctionDefinition } from "@openhcs/core";
import { equal, greater, greaterEqual, less, lessEqual, logicalAnd, logicalOr, logicalXor, notEqual } from "@openhcs/functions";
import { describe, expect, it } from "vitest";
import { nativeOutputs } from "../native.js";

async function mask(definition: FunctionDefinition, image: NdArray, parameters: object): Promise<unknown> {
  const { mask: result } = await nativeOutputs<{ readonly mask: NdArray }>(definition.name, image, parameters);
  expect(result.dtype).toBe("bool");
  return result.toNested();
}

const a = NdArray.from([1, 2, 3, NaN, 0, Infinity], "float32");
const b = NdArray.from([2, 2, 2, NaN, -0, Infinity], "float32");

describe("comparisons", () => {
  it.each<readonly [FunctionDefinition, readonly number[]]>([
    [equal, [0, 1, 0, 0, 1, 1]],
    [notEqual, [1, 0, 1, 1, 0, 0]],
    [less, [1, 0, 0, 0, 0, 0]],
    [lessEqual, [1, 1, 0, 0, 1, 1]],
    [greater, [0, 0, 1, 0, 0, 0]],
    [greaterEqual, [0, 1, 1, 0, 1, 1]],
  ])("hold where they should, NaN only unequal: $name", async (definition, expected) => {
    expect(await mask(definition, a, { other: b })).toEqual(expected);
  });

  it("broadcast by NumPy's rule", async () => {
    const column = NdArray.from([[1], [2]], "uint8");
    expect(await mask(less, column, { other: NdArray.from([1, 2, 3], "uint16") })).toEqual([[0, 1, 1], [0, 0, 1]]);
    expect(less.outputShape?.({ image: { shape: [2, 1] }, other: { shape: [3] } } as never, {} as never)).toEqual([2, 3]);
  });

  it("see a number with the precision of a float image", async () => {
    const image = NdArray.from([0.1, 0.2], "float32");
    expect(await mask(equal, image, { value: 0.1 })).toEqual([1, 0]);
    expect(await mask(equal, image.cast("float16"), { value: 0.1 })).toEqual([1, 0]);
    expect(await mask(less, NdArray.from([Infinity, 5], "float32"), { value: 1e300 })).toEqual([0, 1]);
  });

  it("compare integers with fractions and with numbers beyond their range", async () => {
    const image = NdArray.from([0, 127, 128, 255], "uint8");
    expect(await mask(greater, image, { value: 127.5 })).toEqual([0, 0, 1, 1]);
    expect(await mask(lessEqual, image, { value: 300 })).toEqual([1, 1, 1, 1]);
    expect(await mask(notEqual, image, { value: NaN })).toEqual([1, 1, 1, 1]);
  });

  it("compare 64-bit integers exactly, among themselves and with other dtypes", async () => {
    const large = NdArray.from([2n ** 53n, 2n ** 53n + 1n], "int64");
    expect(await mask(equal, large, { other: NdArray.from([2n ** 53n, 2n ** 53n], "uint64") })).toEqual([1, 0]);
    expect(await mask(equal, large, { other: NdArray.from([2 ** 53, 2 ** 53], "float64") })).toEqual([1, 0]);
    expect(await mask(greater, large, { value: 2 ** 53 })).toEqual([0, 1]);
    expect(await mask(notEqual, large, { value: NaN })).toEqual([1, 1]);
  });

  it("refuse operands that do not fit", async () => {
    await expect(equal(a, {})).rejects.toThrow(/exactly one of the array "other" and the number "value"/);
    await expect(equal(a, { other: b, value: 1 })).rejects.toThrow(/exactly one/);
    await expect(equal(a, { other: NdArray.zeros([4]) })).rejects.toThrow(/\[6\] and \[4\] do not broadcast/);
  });
});

describe("logic", () => {
  const left = NdArray.from([0, 0, 8, NaN], "float32");
  const right = NdArray.from([0, 1, 16, 0], "uint8");

  it.each<readonly [FunctionDefinition, readonly number[]]>([
    [logicalAnd, [0, 0, 1, 0]],
    [logicalOr, [0, 1, 1, 1]],
    [logicalXor, [0, 1, 0, 1]],
  ])("takes everything but 0 as true, whatever its bits: $name", async (definition, expected) => {
    expect(await mask(definition, left, { other: right })).toEqual(expected);
    expect(await mask(definition, right, { other: left })).toEqual(expected);
  });

  it("takes one number for all pixels", async () => {
    expect(await mask(logicalAnd, right, { value: 0 })).toEqual([0, 0, 0, 0]);
    expect(await mask(logicalXor, NdArray.from([0n, 3n], "uint64"), { value: 1 })).toEqual([1, 0]);
  });
});
