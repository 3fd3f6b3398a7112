import { dtypes, integerRange, isBigInteger, isFloat, NdArray, roundHalfEven, saturate, type Dtype, type Element } from "@openhcs/core";
import { describe, expect, it } from "vitest";
import { expectedCast } from "./exact.js";

const halves = [0, -0, 0.5, 1.5, 2.5, -0.5, -1.5, 0.49999999999999994, 254.5, 255.5, -128.5, 65535.5, 1e-8, NaN, Infinity, -Infinity];
const large = [2 ** 24 + 1, 2 ** 31 - 0.5, 2 ** 31, -(2 ** 31) - 1, 2 ** 32 - 0.5, 2 ** 53, 2 ** 63, -(2 ** 63), 2 ** 64, 3e38, 65519, 65520];
const bigs = [0n, 1n, -1n, 127n, 128n, 255n, 65535n, 65536n, 2n ** 31n, 2n ** 53n + 1n, 2n ** 60n + 2n ** 36n + 1n, -(2n ** 60n) - 2n ** 36n - 1n, 2n ** 60n + 2n ** 36n, 2n ** 63n - 1n, -(2n ** 63n), 2n ** 64n - 1n];

/** Values that the dtype can hold: the bounds, and every hard one of the lists above that it takes exactly. */
function samples(dtype: Dtype): NdArray {
  if (dtype === "bool") return NdArray.from([0, 1], "bool");
  if (isFloat(dtype)) return NdArray.from([...halves, ...large], dtype);
  const { min, max } = integerRange(dtype);
  const fitting = [...bigs, min, max].filter((value) => value >= min && value <= max);
  return NdArray.from(isBigInteger(dtype) ? fitting : fitting.map(Number), dtype);
}

describe.each(dtypes)("casting %s", (from) => {
  it.each(dtypes)("to %s rounds half to even and saturates", (to) => {
    const array = samples(from);
    const cast = array.cast(to);
    const expected = (array.toNested() as readonly Element[]).map((value) => expectedCast(value, to));
    expect(cast).toMatchObject({ dtype: to, shape: array.shape });
    if (isFloat(to)) expect(cast.toNested()).toEqual(expected);
    else expect((cast.toNested() as readonly Element[]).map((value) => (value === 0 ? 0 : value))).toEqual(expected.map((value) => (value === 0 ? 0 : value)));
    expect(cast.data).not.toBe(array.data);
  });
});

it("casts views in their own order", () => {
  expect(NdArray.from([[1.5, 2.5], [300, -4]]).transpose().slice(null, [null, null, -1]).cast("uint8").toNested()).toEqual([[255, 2], [0, 2]]);
});

describe("rounding", () => {
  it.each([[0.5, 0], [1.5, 2], [2.5, 2], [-0.5, -0], [-1.5, -2], [-2.5, -2], [0.49999999999999994, 0], [2 ** 52 + 1, 2 ** 52 + 1], [-(2 ** 53) + 1, -(2 ** 53) + 1]])("takes %d to %d", (value, rounded) => {
    expect(roundHalfEven(value)).toBe(rounded);
  });

  it("saturates at the bounds", () => {
    const toInt8 = saturate("int8");
    expect([127.4, 127.5, 1e9, -128.5, -Infinity, NaN].map(toInt8)).toEqual([127, 127, 127, -128, -128, 0]);
  });

  it("knows the exact ranges of 64 bits", () => {
    expect(integerRange("uint64")).toEqual({ min: 0n, max: 18446744073709551615n });
    expect(integerRange("int64")).toEqual({ min: -9223372036854775808n, max: 9223372036854775807n });
  });
});
