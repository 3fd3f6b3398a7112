import { NdArray, type Dtype, type FunctionDefinition } from "@openhcs/core";
import { all, any, argmax, argmin, countNonzero, max, mean, medianValue, min, percentile, prod, ptp, std, sum, variance } from "@openhcs/functions";
import { describe, expect, it } from "vitest";
import { nativeOutputs } from "../native.js";

interface Reduced {
  readonly dtype: Dtype;
  readonly values: unknown;
  readonly value?: unknown;
}

async function reduced(definition: FunctionDefinition, image: NdArray, parameters: object = {}): Promise<Reduced> {
  const { values, ...rest } = await nativeOutputs<{ readonly values: NdArray; readonly value?: unknown }>(definition.name, image, parameters);
  return { dtype: values.dtype, values: values.toNested(), ...rest };
}

const image = NdArray.from([[3, 1, 2], [9, 5, 7]], "uint16");
const withNaN = NdArray.from([[3, NaN, 2], [9, 5, 7]], "float32");
const numeric = [sum, mean, std, variance, prod, medianValue, ptp, min, max] as const;

describe("reductions", () => {
  // np.sum(image), np.sum(image, axis=0) and so on, NumPy 1.24
  it.each<readonly [FunctionDefinition, number, readonly number[]]>([
    [sum, 27, [12, 6, 9]],
    [mean, 4.5, [6, 3, 4.5]],
    [std, Math.sqrt(47.5 / 6), [3, 2, 2.5]],
    [variance, 47.5 / 6, [9, 4, 6.25]],
    [prod, 1890, [27, 5, 14]],
    [medianValue, 4, [6, 3, 4.5]],
    [ptp, 8, [6, 4, 5]],
  ])("give a float64 for the whole image, and one for every line along an axis: $name", async (definition, whole, along) => {
    expect(await reduced(definition, image)).toEqual({ dtype: "float64", values: whole, value: whole });
    expect(await reduced(definition, image, { axis: 0 })).toEqual({ dtype: "float64", values: along });
    expect(await reduced(definition, image, { axis: [-1, 0] })).toEqual({ dtype: "float64", values: whole, value: whole });
  });

  it("give the extremes in the image's dtype, and their first positions", async () => {
    expect(await reduced(max, image, { axis: 1 })).toEqual({ dtype: "uint16", values: [3, 9] });
    expect(await reduced(min, image.cast("float16"))).toEqual({ dtype: "float16", values: 1, value: 1 });
    expect(await reduced(argmax, NdArray.from([[1, 4], [4, 0]], "int16"))).toEqual({ dtype: "uint32", values: 1, value: 1 });
    expect(await reduced(argmin, image, { axis: -1 })).toEqual({ dtype: "uint32", values: [1, 1] });
    expect(await reduced(argmax, NdArray.from([[[1, 2], [9, 3]], [[4, 4], [0, 5]]], "uint8"), { axis: [1, 2] })).toEqual({ dtype: "uint32", values: [2, 3] });
  });

  it("count and test pixels, with NaN as not 0", async () => {
    const mask = NdArray.from([[0, 1, NaN], [1, 1, 8]], "float32");
    expect(await reduced(countNonzero, mask)).toEqual({ dtype: "uint32", values: 5, value: 5 });
    expect(await reduced(countNonzero, mask, { axis: 0 })).toEqual({ dtype: "uint32", values: [1, 2, 2] });
    expect(await reduced(all, mask, { axis: 1 })).toEqual({ dtype: "bool", values: [0, 1] });
    expect(await reduced(all, mask)).toEqual({ dtype: "bool", values: 0, value: false });
    expect(await reduced(any, mask)).toEqual({ dtype: "bool", values: 1, value: true });
    expect(await reduced(any, NdArray.from([0n, 0n], "uint64"))).toEqual({ dtype: "bool", values: 0, value: false });
  });

  it("let NaN through unless it is omitted", async () => {
    for (const definition of numeric) {
      expect((await reduced(definition, withNaN)).value, definition.name).toBeNaN();
      expect((await reduced(definition, withNaN, { nanPolicy: "omit" })).value, definition.name).toBe((await reduced(definition, NdArray.from([3, 2, 9, 5, 7], "float32"))).value);
    }
    expect((await reduced(argmax, withNaN)).value).toBe(1);
    expect((await reduced(argmax, withNaN, { nanPolicy: "omit" })).value).toBe(3);
  });

  // np.nansum([np.nan]) and so on, NumPy 1.24
  it.each<readonly [FunctionDefinition, number]>([[sum, 0], [prod, 1], [mean, NaN], [std, NaN], [variance, NaN], [medianValue, NaN], [min, NaN], [max, NaN], [ptp, NaN]])(
    "give of omitted NaN alone what NumPy gives: $name", async (definition, expected) => {
      expect((await reduced(definition, NdArray.full([2], NaN), { nanPolicy: "omit" })).value).toEqual(expected);
    },
  );

  it("give of nothing what NumPy gives, or refuse it as NumPy does", async () => {
    const empty = NdArray.zeros([0, 2]);
    expect((await reduced(sum, empty, { axis: 0 })).values).toEqual([0, 0]);
    expect((await reduced(prod, empty)).value).toBe(1);
    expect((await reduced(mean, empty, { axis: 0 })).values).toEqual([NaN, NaN]);
    expect((await reduced(medianValue, empty)).value).toBeNaN();
    expect((await reduced(all, empty)).value).toBe(true);
    expect((await reduced(max, empty, { axis: 1 })).values).toEqual([]);
    for (const definition of [max, min, argmax, argmin, ptp]) await expect(definition(empty, { axis: 0 }), definition.name).rejects.toThrow(/must have an element along the axes/);
    await expect(percentile(empty, { q: 50 })).rejects.toThrow(/must have an element along the axes/);
    await expect(argmax(NdArray.full([2], NaN), { nanPolicy: "omit" })).rejects.toThrow(/more than NaN along the axes/);
  });

  it("sum without losing digits", async () => {
    const many = NdArray.full([1_000_003], 0.1, "float64");
    expect((await reduced(sum, many)).value).toBe(100_000.29999999978); // np.full(1000003, 0.1).sum(); one after the other they add up to 100000.3000013329
    expect((await reduced(std, NdArray.from([1e9 + 1, 1e9 + 2, 1e9 + 3], "float64"))).value).toBe(Math.sqrt(2 / 3));
    expect((await reduced(sum, NdArray.full([3], 2n ** 62n, "uint64"))).value).toBe(3 * 2 ** 62);
  });

  it("compare 64-bit integers exactly", async () => {
    const large = NdArray.from([2n ** 60n, 2n ** 60n + 1n, 5n], "int64");
    expect(await reduced(max, large)).toMatchObject({ dtype: "int64", values: 2n ** 60n + 1n });
    expect((await reduced(argmax, large)).value).toBe(1);
    expect((await reduced(argmin, large)).value).toBe(2);
  });

  it("divide by the degrees of freedom that are left", async () => {
    const few = NdArray.from([1, 2, 4], "float32");
    expect((await reduced(variance, few, { ddof: 1 })).value).toBeCloseTo(7 / 3, 14);
    expect((await reduced(variance, few, { ddof: 3 })).value).toBe(Infinity);
    expect((await reduced(std, NdArray.from([1]), { ddof: 1 })).value).toBeNaN();
    expect((await reduced(variance, few, { ddof: 3, nanPolicy: "omit" })).value).toBeNaN();
  });

  it("say the shape of what they give", () => {
    const arrays = { image: { shape: [2, 3, 4] } } as never;
    expect(sum.outputShape?.(arrays, { axis: [0, -1], nanPolicy: "omit" })).toEqual([3]);
    expect(percentile.outputShape?.(arrays, { q: [5, 95], axis: 1 } as never)).toEqual([2, 2, 4]);
  });

  it("refuse axes that the image has not, or twice", async () => {
    await expect(sum(image, { axis: 2 })).rejects.toThrow(/axes in \[-2, 1\]/);
    await expect(sum(image, { axis: [0, -2] })).rejects.toThrow(/every axis once/);
    await expect(sum(NdArray.zeros([]), { axis: 0 })).rejects.toThrow(/no axis, as the image has none/);
  });

  it("reduce nothing where the list of axes is empty", async () => {
    expect((await reduced(sum, image, { axis: [] })).values).toEqual([[3, 1, 2], [9, 5, 7]]);
  });

  it("leave the image as it is", async () => {
    const values = NdArray.from([3, 1, 2], "float64");
    await Promise.all([medianValue(values), percentile(values, { q: 50 }), std(values)]);
    expect(values.toNested()).toEqual([3, 1, 2]);
  });
});

describe("percentile", () => {
  const line = NdArray.from([4, 1, 3, 2], "uint8");

  // np.percentile([1, 2, 3, 4], [37, 50, 16.7, 10], method=...), NumPy 1.24
  it.each([
    ["linear", [2.11, 2.5, 1.501, 1.3]],
    ["lower", [2, 2, 1, 1]],
    ["higher", [3, 3, 2, 2]],
    ["midpoint", [2.5, 2.5, 1.5, 1.5]],
    ["nearest", [2, 3, 2, 1]],
  ])("interpolates: %s", async (interpolation, expected) => {
    const { value } = await reduced(percentile, line, { q: [37, 50, 16.7, 10], interpolation });
    for (const [at, each] of (value as number[]).entries()) expect(each).toBeCloseTo(expected[at] as number, 12);
  });

  it("gives one number for one percentile, and puts those of a list along a first axis", async () => {
    expect(await reduced(percentile, line, { q: 50 })).toEqual({ dtype: "float64", values: 2.5, value: 2.5 });
    expect(await reduced(percentile, image, { q: [0, 50], axis: 1 })).toEqual({ dtype: "float64", values: [[1, 5], [2, 7]] });
    expect((await reduced(percentile, image, { q: [50], axis: 1 })).values).toEqual([[2, 7]]);
    expect((await reduced(percentile, withNaN, { q: 50, axis: 1, nanPolicy: "omit" })).values).toEqual([2.5, 7]);
  });

  it("counts infinities as the ends of the order", async () => {
    const infinite = NdArray.from([-Infinity, 1, 2, Infinity, Infinity], "float32");
    expect((await reduced(percentile, infinite, { q: [0, 10, 50, 60, 100] })).value).toEqual([-Infinity, -Infinity, 2, Infinity, Infinity]);
  });

  it("refuses percentiles beyond 100", async () => {
    await expect(percentile(line, { q: [50, 101] })).rejects.toThrow(/"q" must be a number in \[0, 100\], or a list of such/);
  });
});
