import { NdArray, type Nested } from "@openhcs/core";
import { maxProjection, meanProjection, projection } from "@openhcs/functions";
import { describe, expect, it } from "vitest";
import { nativeOutputs } from "../native.js";

const project = async (image: NdArray, parameters: Parameters<typeof projection>[1] = {}) => (await nativeOutputs<{ image: NdArray }>("projection", image, parameters)).image;
const stack = NdArray.from([[[1, 9]], [[4, 2]], [[7, 4]]] as Nested, "uint8");

describe("projection", () => {
  it.each([
    ["max", [[7, 9]]], ["min", [[1, 2]]], ["sum", [[12, 15]]], ["mean", [[4, 5]]], ["median", [[4, 4]]], ["var", [[6, 26 / 3]]], ["std", [[Math.sqrt(6), Math.sqrt(26 / 3)]]],
  ] as const)("takes the %s along the first axis", async (method, expected) => {
    const result = await project(stack, { method });
    expect(result.toNested()).toEqual(expected);
    expect(result.dtype).toBe(method === "max" || method === "min" ? "uint8" : "float64");
  });

  it("goes along any axis, counted from either end", async () => {
    expect((await project(stack, { axis: 2 })).toNested()).toEqual([[9], [4], [7]]);
    expect((await project(stack, { axis: -1 })).toNested()).toEqual([[9], [4], [7]]);
    expect((await project(NdArray.from([3, 1, 2], "int16"), { method: "median" })).get()).toBe(2);
  });

  it("takes the mean of the two middle values of an even number, of few and of many", async () => {
    const shuffled = (length: number) => NdArray.from(Array.from({ length }, (_, i) => (i * 7) % length), "int32");
    expect((await project(shuffled(4), { method: "median" })).get()).toBe(1.5);
    expect((await project(shuffled(100), { method: "median" })).get()).toBe(49.5);
  });

  it("is NaN wherever a line has one", async () => {
    const image = NdArray.from([[1, NaN], [2, 3], [5, 4]], "float32");
    for (const method of ["max", "min", "sum", "mean", "median", "var", "std"] as const) {
      const [clean, spoilt] = (await project(image, { method })).toNested() as [number, number];
      expect([Number.isNaN(clean), Number.isNaN(spoilt)], method).toEqual([false, true]);
    }
  });

  it("casts as C does to outDtype", async () => {
    expect((await project(stack, { method: "var", outDtype: "uint8" })).toNested()).toEqual([[6, 8]]);
    expect((await project(stack, { method: "mean", outDtype: "float32" })).dtype).toBe("float32");
  });

  it("of no elements has a sum of 0 and a mean of NaN, but no extreme", async () => {
    const none = NdArray.zeros([0, 2]);
    expect((await project(none, { method: "sum" })).toNested()).toEqual([0, 0]);
    expect((await project(none, { method: "mean" })).toNested()).toEqual([NaN, NaN]);
    expect((await project(none, { method: "median" })).toNested()).toEqual([NaN, NaN]);
    await expect(projection(none)).rejects.toThrow("to take the max of");
  });

  it("refuses an axis that the image does not have", async () => {
    await expect(projection(stack, { axis: 3 })).rejects.toThrow("[-3, 2]");
    await expect(projection(stack, { axis: -4 })).rejects.toThrow("[-3, 2]");
  });

  it("knows the shape of its result beforehand", () => {
    const image = { dtype: "uint8", shape: [3, 4, 5], memoryType: "ndarray", device: 0, bytes: 60 } as const;
    expect(projection.outputShape?.({ image }, { method: "max", axis: -2 })).toEqual([3, 5]);
    expect(maxProjection.outputShape?.({ image }, {})).toEqual([1, 4, 5]);
  });
});

describe("maxProjection and meanProjection", () => {
  it("keep a stack of one plane in the image's dtype, the mean truncated", async () => {
    expect(((await maxProjection(stack)) as NdArray).toNested()).toEqual([[[7, 9]]]);
    const mean = (await meanProjection(NdArray.from([[[1, 9]], [[4, 2]]] as Nested, "int8"))) as NdArray;
    expect([mean.dtype, mean.toNested()]).toEqual(["int8", [[[2, 5]]]]);
  });
  it("refuse a plane and an empty stack", async () => {
    await expect(maxProjection(NdArray.zeros([2, 2]))).rejects.toThrow("3 axes");
    await expect(meanProjection(NdArray.zeros([0, 2, 2]))).rejects.toThrow("a plane");
  });
});
