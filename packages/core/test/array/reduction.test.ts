import { NdArray, type Dtype } from "@openhcs/core";
import { describe, expect, it } from "vitest";

const invalid = expect.objectContaining({ code: "INVALID_ARRAY" });
const array = NdArray.from([[[1, 2, 3], [4, 5, 6]], [[7, 8, 9], [10, 11, 13]]], "uint8");

describe("a reduction of all elements", () => {
  it("gives a number", () => expect([array.sum(), array.mean(), array.min(), array.max()]).toEqual([79, 79 / 12, 1, 13]));

  it("accumulates in float64", () => {
    const many = NdArray.full([1 << 16], 0.1, "float32");
    expect(Math.abs(many.sum() / (Math.fround(0.1) * 2 ** 16) - 1)).toBeLessThan(1e-11);
    expect(NdArray.full([3], 65504, "float16").sum()).toBe(196512);
  });

  it("folds in C order, also over a view", () => {
    const digits = (a: number, b: number) => a * 10 + b;
    expect(NdArray.from([[1, 2], [3, 4]]).reduce(digits, 0)).toBe(1234);
    expect(NdArray.from([[1, 2], [3, 4]]).transpose().reduce(digits, 0)).toBe(1324);
    expect(NdArray.from([1, 2, 3]).slice([null, null, -1]).reduce(digits, 0)).toBe(321);
  });

  it("of a scalar is the scalar", () => expect([NdArray.from(4).sum(), NdArray.from(4).mean(), NdArray.from(4).max()]).toEqual([4, 4, 4]));

  it("is NaN where an element is", () => {
    const nan = NdArray.from([1, NaN]);
    expect([nan.sum(), nan.mean(), nan.min(), nan.max()]).toEqual([NaN, NaN, NaN, NaN]);
  });
});

describe("a reduction along an axis", () => {
  it("gives a float64 array without that axis", () => {
    expect(array.sum(0)).toMatchObject({ dtype: "float64", shape: [2, 3] });
    expect(array.sum(0).toNested()).toEqual([[8, 10, 12], [14, 16, 19]]);
    expect(array.sum(1).toNested()).toEqual([[5, 7, 9], [17, 19, 22]]);
    expect(array.sum(-1).toNested()).toEqual([[6, 15], [24, 34]]);
    expect(array.mean(0).toNested()).toEqual([[4, 5, 6], [7, 8, 9.5]]);
    expect(array.min(1).toNested()).toEqual([[1, 2, 3], [7, 8, 9]]);
    expect(array.max(2).toNested()).toEqual([[3, 6], [9, 13]]);
    expect(NdArray.from([1, 2]).sum(0).get()).toBe(3);
  });

  it("folds each line in its order", () => {
    expect(NdArray.from([[1, 2], [3, 4]]).reduce((a, b) => a * 10 + b, 0, 0).toNested()).toEqual([13, 24]);
  });

  it.each([3, -4, 0.5])("refuses axis %d of three", (axis) => expect(() => array.sum(axis)).toThrow(invalid));
});

describe("a reduction of nothing", () => {
  it("is 0 for sums and NaN for means, along an axis too", () => {
    expect([NdArray.zeros([0]).sum(), NdArray.zeros([0]).mean()]).toEqual([0, NaN]);
    expect(NdArray.zeros([0, 3]).sum(0).toNested()).toEqual([0, 0, 0]);
    expect(NdArray.zeros([0, 3]).mean(0).toNested()).toEqual([NaN, NaN, NaN]);
    expect(NdArray.zeros([2, 0]).reduce((a) => a, 5, 1).toNested()).toEqual([5, 5]);
  });

  it("has no minimum and no maximum", () => {
    expect(() => NdArray.zeros([0]).min()).toThrow("min of no elements.");
    expect(() => NdArray.zeros([0, 3]).max(0)).toThrow("max of no elements.");
    expect(NdArray.zeros([3, 0]).max(0).shape).toEqual([0]);
  });
});

it.each<Dtype>(["int64", "uint64"])("%s is not reduced, for digits would be lost", (dtype) => {
  const big = NdArray.zeros([2], dtype);
  for (const reduce of [() => big.sum(), () => big.mean(0), () => big.min(), () => big.reduce((a, b) => a + b, 0)]) expect(reduce).toThrow(invalid);
});
