import { bytesPerElement, dtypeKind, dtypeRange, dtypes, isDtype, isInteger, isNdArray, NdArray, viewBytes, type Dtype, type Nested } from "@openhcs/core";
import { describe, expect, it } from "vitest";

const refused = (message: RegExp) => expect.objectContaining({ code: "INVALID_ARRAY", message: expect.stringMatching(message) });

describe("an array over a typed array", () => {
  it("reads its dtype from the class of the data", () => {
    expect(new NdArray({ data: new Int16Array(6), shape: [2, 3] })).toMatchObject({ dtype: "int16", strides: [3, 1], offset: 0, rank: 2, size: 6, bytes: 12 });
  });

  it.each([0, 1, 2, 3, 4, 5, 6, 7, 8])("has %i axes", (rank) => {
    const shape = Array.from({ length: rank }, (_, axis) => 1 + (axis % 2));
    const array = NdArray.zeros(shape, "uint8");
    array.set(shape.map((extent) => extent - 1), 7);
    expect(array.get(...shape.map(() => -1))).toBe(7);
    expect(array.data.at(-1)).toBe(7);
    expect(array.size).toBe(2 ** Math.floor(rank / 2));
  });

  it("keeps lists of its own, which nobody can change", () => {
    const shape = [2, 2];
    const array = NdArray.zeros(shape);
    shape[0] = 7;
    expect(array.shape).toEqual([2, 2]);
    expect(() => { (array.shape as number[])[0] = 7; }).toThrow(TypeError);
    expect(() => { (array.strides as number[])[0] = 7; }).toThrow(TypeError);
  });

  const data = new Float32Array(6);
  it.each<[string, () => unknown, RegExp]>([
    ["a negative extent", () => NdArray.zeros([-1]), /non-negative integer, received \[-1\]/],
    ["a fractional extent", () => NdArray.zeros([1.5]), /non-negative integer/],
    ["nine axes", () => NdArray.zeros([1, 1, 1, 1, 1, 1, 1, 1, 1]), /at most 8 axes, received 9/],
    ["more elements than integers are exact", () => NdArray.zeros([2 ** 30, 2 ** 30]), /too many elements/],
    ["data that are too short", () => new NdArray({ data, shape: [7] }), /reaches outside of 6 elements/],
    ["a stride beyond the end", () => new NdArray({ data, shape: [2], strides: [6] }), /reaches outside/],
    ["a negative stride before the beginning", () => new NdArray({ data, shape: [2], strides: [-1] }), /reaches outside/],
    ["a fractional stride", () => new NdArray({ data, shape: [2], strides: [0.5] }), /strides and offset must be integers/],
    ["an offset that is not a number", () => new NdArray({ data, shape: [2], offset: NaN }), /strides and offset must be integers/],
    ["fewer strides than axes", () => new NdArray({ data, shape: [2, 3], strides: [1] }), /2 extents need as many strides, received 1/],
    ["a dtype of another class", () => new NdArray({ data, shape: [6], dtype: "float16" }), /float16 elements cannot lie in a Float32Array/],
    ["an unknown dtype", () => NdArray.zeros([2], "float" as Dtype), /one of bool, uint8, .*, received "float"/],
    ["a name that every object has", () => NdArray.zeros([2], "constructor" as Dtype), /received "constructor"/],
    ["a plain list as data", () => new NdArray({ data: [1, 2] as never, shape: [2] }), /typed array.*not in a Array/],
    ["clamped bytes of a canvas", () => new NdArray({ data: new Uint8ClampedArray(2) as never, shape: [2] }), /not in a Uint8ClampedArray/],
  ])("refuses %s", (_, make, message) => expect(make).toThrow(refused(message)));

  it("accepts any strides for an empty array, of which nothing is read", () => {
    expect(new NdArray({ data, shape: [0, 3], strides: [100, -100], offset: 50 }).toNested()).toEqual([]);
  });

  it("may repeat an element by stride 0 and run backwards", () => {
    expect(new NdArray({ data: Uint8Array.of(1, 2, 3), shape: [2, 3], strides: [0, -1], offset: 2 }).toNested()).toEqual([[3, 2, 1], [3, 2, 1]]);
  });
});

describe("an array from nested lists", () => {
  it.each<[Nested, readonly number[]]>([[5, []], [[], [0]], [[[], []], [2, 0]], [[[1, 2, 3]], [1, 3]]])("%j has shape %j", (nested, shape) => {
    const array = NdArray.from(nested);
    expect(array).toMatchObject({ shape, dtype: "float64" });
    expect(array.toNested()).toEqual(nested);
  });

  it("is int64 for bigints", () => expect(NdArray.from([2n ** 62n]).get(0)).toBe(2n ** 62n));

  it("takes values as a cast would", () => {
    expect(NdArray.from([300, -1, 2.5, NaN], "uint8").toNested()).toEqual([255, 0, 2, 0]);
    expect(NdArray.from([2.5, -3.5, NaN, 1e30], "int64").toNested()).toEqual([2n, -4n, 0n, 2n ** 63n - 1n]);
    expect(NdArray.from([-1n, 2n ** 65n], "uint64").toNested()).toEqual([0n, 2n ** 64n - 1n]);
    expect(NdArray.from([0.1, 65520], "float16").toNested()).toEqual([0.0999755859375, Infinity]);
    expect(NdArray.from([0, 0.3, 7], "bool").toNested()).toEqual([0, 1, 1]);
  });

  it.each<[string, unknown]>([["rows of two lengths", [[1, 2], [3]]], ["a list beside a number", [1, [2]]], ["a number beside a list", [[1], 2]]])("refuses %s", (_, nested) => {
    expect(() => NdArray.from(nested as Nested)).toThrow(refused(/rectangular/));
  });

  it.each<[string, unknown]>([["String", [["a"]]], ["Boolean", [1, true]], ["Null", [null]], ["Undefined", undefined], ["Object", [1, {}]]])("refuses a %s among the numbers", (kind, nested) => {
    expect(() => NdArray.from(nested as Nested)).toThrow(refused(new RegExp(`hold numbers or bigints, received ${kind}\\.$`)));
  });

  it("refuses rows in typed arrays and says what to do", () => {
    expect(() => NdArray.from([Float32Array.of(1)] as unknown as Nested)).toThrow(refused(/received Float32Array\. Make it a list: Array\.from\(row\)\.$/));
  });
});

describe("an array from a typed array", () => {
  it("has its dtype and elements of its own", () => {
    const values = Float32Array.of(1, 2.5, 3);
    const array = NdArray.from(values);
    values[0] = 9;
    expect(array).toMatchObject({ dtype: "float32", shape: [3] });
    expect(array.toNested()).toEqual([1, 2.5, 3]);
    expect(array.storage.handles).toBe(1);
  });

  it("takes values as a cast would", () => {
    expect(NdArray.from(Float64Array.of(300, -1, 2.5, NaN), "uint8").toNested()).toEqual([255, 0, 2, 0]);
    expect(NdArray.from(BigInt64Array.of(-1n, 5n), "uint64").toNested()).toEqual([0n, 5n]);
    expect(NdArray.from(Uint16Array.of(7, 0), "bool").toNested()).toEqual([1, 0]);
  });

  it.each([new Uint8ClampedArray(2), new DataView(new ArrayBuffer(2))])("refuses a %o, which is of no dtype", (data) => {
    expect(() => NdArray.from(data as never)).toThrow(refused(/typed array of a dtype's class/));
  });
});

describe("filling and writing", () => {
  it("rounds and saturates, so that a bool stays 0 or 1 and nothing wraps", () => {
    expect(NdArray.full([2], 5, "bool").toNested()).toEqual([1, 1]);
    expect(NdArray.full([1], 300, "uint8").get(0)).toBe(255);
    expect(NdArray.full([1], 2.5, "int64").get(0)).toBe(2n);
    expect(NdArray.full([1], 1.5, "float16").get(0)).toBe(1.5);
    const array = NdArray.zeros([3], "int8");
    array.set([0], -200);
    array.set([-1], 1.5);
    expect(array.toNested()).toEqual([-128, 0, 2]);
  });

  it.each([[[0]], [[0, 3]], [[0, -4]], [[0.5, 0]], [[0, 0, 0]]])("refuses the index %j of a 2 × 3 array", (index) => {
    const array = NdArray.zeros([2, 3]);
    expect(() => array.get(...index)).toThrow(refused(/index|indices/));
    expect(() => array.set(index, 1)).toThrow(refused(/index|indices/));
  });
});

describe("shared memory", () => {
  it.each(dtypes)("holds %s, and views of it stay shared", (dtype) => {
    const array = NdArray.zeros([2, 3], dtype, { shared: true });
    expect(array.data.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(array.data.byteLength).toBe(6 * bytesPerElement(dtype));
    expect(array.slice(1).isShared).toBe(true);
    expect(array.copy().isShared).toBe(false);
    const elsewhere = new NdArray({ data: viewBytes(dtype, array.data.buffer), shape: [6], dtype });
    elsewhere.set([4], 1);
    expect(Number(array.get(1, 1))).toBe(1);
  });
});

describe("dtypes", () => {
  it.each<[Dtype, string, number, number, number]>([
    ["bool", "bool", 1, 0, 1], ["uint8", "uint", 1, 0, 255], ["int16", "int", 2, -32768, 32767], ["uint32", "uint", 4, 0, 2 ** 32 - 1], ["int64", "int", 8, -(2 ** 63), 2 ** 63],
    ["float16", "float", 2, -65504, 65504], ["float32", "float", 4, -(2 - 2 ** -23) * 2 ** 127, (2 - 2 ** -23) * 2 ** 127], ["float64", "float", 8, -Number.MAX_VALUE, Number.MAX_VALUE],
  ])("%s is of kind %s, takes %i bytes and reaches from %d to %d", (dtype, kind, bytes, min, max) => {
    expect([dtypeKind(dtype), bytesPerElement(dtype)]).toEqual([kind, bytes]);
    expect(dtypeRange(dtype)).toMatchObject({ min, max });
    expect(isInteger(dtype)).toBe(kind === "int" || kind === "uint");
  });
});

describe("telling what an array is", () => {
  it("recognises arrays and dtypes", () => {
    expect([NdArray.zeros([1]), {}, null, "ndarray"].map(isNdArray)).toEqual([true, false, false, false]);
    expect(["uint8", "toString", 8].map(isDtype)).toEqual([true, false, false]);
  });

  it("prints dtype and shape", () => {
    const array = NdArray.zeros([2, 3], "bool");
    expect(String(array)).toBe("NdArray(bool, [2, 3])");
    expect((array as unknown as Record<symbol, () => string>)[Symbol.for("nodejs.util.inspect.custom")]?.()).toBe(String(array));
  });
});
