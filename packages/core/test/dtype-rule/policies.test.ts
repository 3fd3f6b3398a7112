import { convertDtype, dtypes, NdArray, ndarray, createRuntime, type CallOptions, type Dtype, type Element, type NdArray as Array, type ResultKind } from "@openhcs/core";
import { afterAll, describe, expect, it } from "vitest";

const floats = ["float16", "float32", "float64"] as const;
const integers = dtypes.filter((dtype) => dtype !== "bool" && !floats.includes(dtype as never));
const bits = (dtype: Dtype) => Number(/\d+/.exec(dtype)?.[0]);
const isSigned = (dtype: Dtype) => dtype.startsWith("i");
const listed = (array: NdArray) => (array.toNested() as readonly Element[]).map(BigInt);
const bounds = (dtype: Dtype): readonly [bigint, bigint] => (isSigned(dtype) ? [-(2n ** BigInt(bits(dtype) - 1)), 2n ** BigInt(bits(dtype) - 1) - 1n] : [0n, 2n ** BigInt(bits(dtype)) - 1n]);

describe("saturate", () => {
  it.each(integers)("rounds half to even and clamps to %s, NaN is 0", (dtype) => {
    const [min, max] = bounds(dtype);
    const array = NdArray.from([0.5, 1.5, 2.5, NaN, 1e30, -1e30]);
    expect(listed(convertDtype(array, dtype, "saturate"))).toEqual([0n, 2n, 2n, 0n, max, min]);
  });

  it.each(integers)("clamps wider integers to %s", (dtype) => {
    const [min, max] = bounds(dtype);
    const clamped = (value: bigint) => (value < min ? min : value > max ? max : value);
    for (const from of ["int32", "int64", "uint64"] as const) {
      const [low, high] = bounds(from);
      if (from === dtype) continue;
      expect(listed(convertDtype(NdArray.from([low, 5n, high], from), dtype, "saturate")), from).toEqual([low, 5n, high].map(clamped));
    }
  });
});

describe("wrap", () => {
  const wrapped = (value: bigint, dtype: Dtype) => (isSigned(dtype) ? BigInt.asIntN(bits(dtype), value) : BigInt.asUintN(bits(dtype), value));
  const values = [0, 2.9, -2.9, 255.5, 256, -1, 65537, 2 ** 31, -(2 ** 31) - 1, 2 ** 32 + 3, 2 ** 53, -(2 ** 60)];

  it.each(integers)("truncates and keeps the low bits of %s", (dtype) => {
    expect(listed(convertDtype(NdArray.from(values), dtype, "wrap"))).toEqual(values.map((value) => wrapped(BigInt(Math.trunc(value)), dtype)));
  });

  it.each(integers)("keeps the low bits of integers for %s", (dtype) => {
    for (const from of integers) {
      if (from === dtype) continue;
      const [min, max] = bounds(from);
      expect(listed(convertDtype(NdArray.from([min, max, 1n], from), dtype, "wrap")), from).toEqual([min, max, 1n].map((value) => wrapped(value, dtype)));
    }
  });

  it("makes 0 of what is not finite", () => {
    for (const dtype of integers) expect(listed(convertDtype(NdArray.from([NaN, Infinity, -Infinity], "float16"), dtype, "wrap")), dtype).toEqual([0n, 0n, 0n]);
  });
});

describe("range", () => {
  it.each(integers)("spans [0, 1] over all of %s, clipped", (dtype) => {
    const [min, max] = bounds(dtype);
    expect(listed(convertDtype(NdArray.from([0, 1, -3, 7, NaN]), dtype, "range"))).toEqual([min, max, min, max, 0n]);
  });

  it("rounds half to even", () => {
    expect(convertDtype(NdArray.from([0.5, 1.5 / 255, 2.5 / 255]), "uint8", "range").toNested()).toEqual([128, 2, 2]);
    expect(convertDtype(NdArray.from([0.5]), "int8", "range").get(0)).toBe(0);
  });

  it("does not rescale integers: they saturate", () => {
    expect(convertDtype(NdArray.from([1, 300], "uint16"), "uint8", "range").toNested()).toEqual([1, 255]);
    expect(convertDtype(NdArray.from([0, 1], "bool"), "uint8", "minmax").toNested()).toEqual([0, 1]);
  });
});

describe("what no policy changes", () => {
  it.each(["saturate", "range", "minmax", "wrap"] as const)("%s keeps values that become floats, and the same dtype is the same array", (scaling) => {
    for (const dtype of floats) expect(convertDtype(NdArray.from([0, 255], "uint8"), dtype, scaling).toNested(), dtype).toEqual([0, 255]);
    for (const dtype of dtypes) {
      const array = NdArray.zeros([2], dtype);
      expect(convertDtype(array, dtype, scaling)).toBe(array);
    }
    expect(convertDtype(NdArray.from([0, 0.1, NaN]), "bool", scaling).toNested()).toEqual([0, 1, 1]);
  });
});

describe("the dtype of a call's result", async () => {
  const runtime = await createRuntime();
  afterAll(() => runtime[Symbol.asyncDispose]());
  /** A function that halves, and says what its result means. */
  const dtypeOf = async (result: ResultKind | undefined, from: Dtype, options: CallOptions = {}) => {
    const halve = ndarray({ name: `halve${result ?? "Default"}`, ...(result === undefined ? {} : { result }) })((image: Array) => image.divide(2));
    const value = await runtime.run(runtime.register(halve, { namespace: "test", replace: true }), NdArray.from([0, 3], from), {}, options) as NdArray;
    return [value.dtype, value.toNested()];
  };

  it.each<[ResultKind | undefined, Dtype, CallOptions, Dtype, readonly number[]]>([
    [undefined, "uint8", {}, "uint8", [0, 2]],
    ["image", "float64", {}, "float64", [0, 1.5]],
    ["image", "uint8", { dtypeConversion: "native" }, "float32", [0, 1.5]],
    ["image", "uint8", { dtypeConversion: "uint16" }, "uint16", [0, 2]],
    ["image", "uint8", { dtypeConversion: "uint16", scaling: "minmax" }, "uint16", [0, 65535]],
    ["image", "uint8", { dtypeConversion: "int32", scaling: "wrap" }, "int32", [0, 1]],
    ["image", "uint16", { dtypeConversion: "float64" }, "float64", [0, 1.5]],
    ["float", "uint8", {}, "float32", [0, 1.5]],
    ["float", "float64", {}, "float64", [0, 1.5]],
    ["float", "uint8", { dtypeConversion: "uint8" }, "float32", [0, 1.5]],
    ["mask", "uint8", { dtypeConversion: "uint8" }, "bool", [0, 1]],
    ["labels", "uint8", { dtypeConversion: "uint8" }, "uint32", [0, 2]],
    ["native", "uint8", { dtypeConversion: "uint8" }, "float32", [0, 1.5]],
  ])("of result kind %s from %s with %j is %s", async (kind, from, options, dtype, values) => {
    expect(await dtypeOf(kind, from, options)).toEqual([dtype, values]);
  });
});
