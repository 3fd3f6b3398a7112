import { computeDtype, dtypes, isBigInteger, NdArray, type Dtype, type Operand } from "@openhcs/core";
import { describe, expect, it } from "vitest";

const invalid = (message: string | RegExp) => expect.objectContaining({ code: "INVALID_ARRAY", message: expect.stringMatching(message) });

/** The rule of DESIGN: up to 16 bits float32, 32-bit integers float64, 64-bit integers stay. */
const computes: Readonly<Record<Dtype, Dtype>> = {
  bool: "float32", uint8: "float32", int8: "float32", uint16: "float32", int16: "float32", float16: "float32", float32: "float32",
  uint32: "float64", int32: "float64", float64: "float64", uint64: "uint64", int64: "int64",
};

describe("the dtype of a result", () => {
  it.each(dtypes)("of %s alone or with a scalar is that in which it computes", (dtype) => {
    const array = NdArray.from([1, 0], dtype);
    expect(computeDtype(dtype)).toBe(computes[dtype]);
    expect(array.add(1).dtype).toBe(computes[dtype]);
    expect(array.divide(array.add(1)).dtype).toBe(computes[dtype]);
    expect(array.add(1).toNested()).toEqual(isBigInteger(dtype) ? [2n, 1n] : [2, 1]);
  });

  it("of two arrays is the wider, and 64-bit integers meet only their own kind", () => {
    for (const a of dtypes) for (const b of dtypes) {
      const sum = () => NdArray.from([1], a).add(NdArray.from([1], b)).dtype;
      const mixes = computes[a] === computes[b] || !(isBigInteger(a) || isBigInteger(b));
      if (mixes) expect(sum(), `${a} + ${b}`).toBe(computes[a] === computes[b] ? computes[a] : "float64");
      else expect(sum, `${a} + ${b}`).toThrow(invalid(`add: ${a} and ${b} do not mix; cast one of them`));
    }
  });

  it("never wraps small integers", () => {
    expect(NdArray.from([200, 100], "uint8").add(NdArray.from([100, 200], "uint8")).toNested()).toEqual([300, 300]);
    expect(NdArray.from([0], "uint16").subtract(1).get(0)).toBe(-1);
    expect(NdArray.from([4294967295], "uint32").multiply(3).get(0)).toBe(12884901885);
  });
});

describe("arithmetic", () => {
  const a = NdArray.from([[7, -2], [0.5, 4]]);
  const b = NdArray.from([[2, 3], [-1, 0.5]]);
  it.each<["add" | "subtract" | "multiply" | "divide" | "minimum" | "maximum" | "power", unknown]>([
    ["add", [[9, 1], [-0.5, 4.5]]], ["subtract", [[5, -5], [1.5, 3.5]]], ["multiply", [[14, -6], [-0.5, 2]]], ["divide", [[3.5, -2 / 3], [-0.5, 8]]],
    ["minimum", [[2, -2], [-1, 0.5]]], ["maximum", [[7, 3], [0.5, 4]]], ["power", [[49, -8], [2, 2]]],
  ])("%s goes element by element", (name, expected) => {
    expect(a[name](b).toNested()).toEqual(expected);
    expect(a.transpose()[name](b.transpose()).transpose().toNested()).toEqual(expected);
  });

  it("decodes float16 before it computes", () => {
    expect(NdArray.from([0.1], "float16").multiply(NdArray.from([2], "float16")).get(0)).toBe(0.199951171875);
  });

  it("rounds to float32 once", () => expect(NdArray.from([0.1], "float32").add(0.2).get(0)).toBe(Math.fround(Math.fround(0.1) + 0.2)));

  it("broadcasts both sides", () => {
    expect(NdArray.from([[1], [2]]).add(NdArray.from([10, 20, 30])).toNested()).toEqual([[11, 21, 31], [12, 22, 32]]);
    expect(NdArray.from(5).subtract(NdArray.from([1, 2])).toNested()).toEqual([4, 3]);
    expect(NdArray.zeros([0, 3]).add(NdArray.from([1, 2, 3])).shape).toEqual([0, 3]);
    expect(() => NdArray.zeros([2]).add(NdArray.zeros([3]))).toThrow(invalid("do not broadcast"));
  });

  it("carries NaN through minimum and maximum", () => {
    expect([NdArray.from([NaN]).minimum(1).get(0), NdArray.from([1]).maximum(NaN).get(0)]).toEqual([NaN, NaN]);
  });

  it("changes no operand", () => {
    a.add(b);
    expect(a.get(0, 0)).toBe(7);
  });
});

describe("64-bit integers", () => {
  const big = NdArray.from([2n ** 62n, -7n]);

  it("keep every digit, divide toward zero and wrap modulo 2⁶⁴", () => {
    expect(big.add(1n).toNested()).toEqual([2n ** 62n + 1n, -6n]);
    expect(big.subtract(1).toNested()).toEqual([2n ** 62n - 1n, -8n]);
    expect(big.divide(2).toNested()).toEqual([2n ** 61n, -3n]);
    expect(big.multiply(4n).get(0)).toBe(0n);
    expect([big.minimum(0n).toNested(), big.maximum(0n).toNested()]).toEqual([[0n, -7n], [2n ** 62n, 0n]]);
    expect(NdArray.from([0n], "uint64").subtract(1n).get(0)).toBe(2n ** 64n - 1n);
  });

  it("take powers modulo 2⁶⁴ in an instant", () => {
    expect(NdArray.from([3n, -3n, 2n, 0n]).power(5n).toNested()).toEqual([243n, -243n, 32n, 0n]);
    expect(NdArray.from([3n]).power(10n ** 18n).get(0)).toBe(modularPower(3n, 10n ** 18n));
    expect(NdArray.from([2n], "uint64").power(63n).get(0)).toBe(2n ** 63n);
  });

  it.each<[string, () => unknown, RegExp]>([
    ["a fraction", () => big.add(0.5), /add: int64 takes an integer, received 0.5/],
    ["an integer that a double may have rounded", () => big.add(2 ** 53), /takes an integer/],
    ["a division by 0", () => big.divide(0n), /division by 0; cast to float64/],
    ["a negative exponent", () => big.power(-1), /exponents from 0, received -1n/],
    ["map", () => big.map((value) => value), /map of int64 elements would lose digits; cast to float64 first/],
    ["a bigint beside smaller elements", () => NdArray.zeros([1]).add(1n), /float32 takes a number, received the bigint 1n/],
  ])("refuse %s", (_, act, message) => expect(act).toThrow(invalid(message)));

  /** From the highest bit down, unlike the way of the core. */
  function modularPower(base: bigint, exponent: bigint): bigint {
    return [...exponent.toString(2)].reduce((power, bit) => BigInt.asIntN(64, power * power * (bit === "1" ? base : 1n)), 1n);
  }
});

describe("an operand that untyped code may pass", () => {
  it.each([["a string", "3"], ["nothing", undefined], ["null", null], ["a list", [1]], ["a boolean", true]])("is refused: %s", (_, operand) => {
    expect(() => NdArray.zeros([1]).add(operand as unknown as Operand)).toThrow(invalid("add: the operand must be an array, a number or a bigint"));
    expect(() => NdArray.zeros([1]).less(operand as unknown as Operand)).toThrow(invalid("less: the operand must be"));
  });
});

describe("comparisons", () => {
  const array = NdArray.from([1, 2, 3, NaN]);
  it.each<["greater" | "greaterEqual" | "less" | "lessEqual" | "equal" | "notEqual", readonly number[]]>([
    ["greater", [0, 0, 1, 0]], ["greaterEqual", [0, 1, 1, 0]], ["less", [1, 0, 0, 0]], ["lessEqual", [1, 1, 0, 0]], ["equal", [0, 1, 0, 0]], ["notEqual", [1, 0, 1, 1]],
  ])("%s gives a bool array", (name, expected) => {
    expect(array[name](2)).toMatchObject({ dtype: "bool", shape: [4] });
    expect(array[name](2).toNested()).toEqual(expected);
    expect(array[name](NdArray.from([2])).toNested()).toEqual(expected);
  });

  it("of 64-bit integers see every digit", () => {
    const big = NdArray.from([2n ** 60n, 2n ** 60n + 1n]);
    expect(big.equal(2n ** 60n).toNested()).toEqual([1, 0]);
    expect(big.greater(0).toNested()).toEqual([1, 1]);
    expect(() => big.equal(NdArray.from([1]))).toThrow(invalid("do not mix"));
  });
});

describe("map", () => {
  it.each<[Dtype, Dtype]>([["uint8", "float32"], ["bool", "float32"], ["float16", "float32"], ["int32", "float64"], ["float64", "float64"]])("of %s gives %s", (from, to) => {
    const mapped = NdArray.from([[1, 0]], from).map((value) => value / 3);
    expect(mapped).toMatchObject({ dtype: to, shape: [1, 2] });
    expect(mapped.get(0, 0)).toBe(to === "float32" ? Math.fround(1 / 3) : 1 / 3);
  });

  it("visits a view in its own order", () => {
    const seen: number[] = [];
    NdArray.from([[1, 2], [3, 4]]).transpose().map((value) => { seen.push(value); return value; });
    expect(seen).toEqual([1, 3, 2, 4]);
  });
});
