import { NdArray } from "@openhcs/core";
import { uniformFilter } from "@openhcs/functions";
import { describe, expect, it } from "vitest";
import { nativeOutputs } from "../native.js";
import { bytes, doubles, expectNear } from "./peer-values.js";

const line = () => NdArray.from([1, 2, 3, 4, 5], "float64");
const dtypeOf = async (image: NdArray, parameters: object) => (await nativeOutputs<{ image: NdArray }>("uniformFilter", image, parameters)).image.dtype;

describe("uniformFilter", () => {
  it("takes the mean of a box as scipy.ndimage.uniform_filter does", async () => {
    expectNear(await uniformFilter(doubles()), [[94.111111, 87.666667, 84.888889, 20], [107, 88.222222, 98.777778, 76], [119.888889, 88.777778, 112.666667, 132]]);
  });

  it.each([
    ["reflect", [1.5, 1.75, 2.5, 3.5, 4.25]], ["constant", [5.75, 4, 2.5, 3.5, 5.5]], ["nearest", [1.25, 1.75, 2.5, 3.5, 4.25]],
    ["mirror", [2, 2, 2.5, 3.5, 4]], ["wrap", [3, 2.75, 2.5, 3.5, 3.25]],
  ] as const)("puts the centre of an even box right of its middle, also at the border %s", async (mode, expected) => {
    expectNear(await uniformFilter(line(), { size: 4, mode, cval: 10 }), expected);
  });

  it("moves the box by an origin", async () => {
    expectNear(await uniformFilter(line(), { size: 3, origin: 1 }), [1.333333, 1.333333, 2, 3, 4]);
    expectNear(await uniformFilter(line(), { size: 3, origin: -1 }), [2, 3, 4, 4.666667, 4.666667]);
  });

  it("truncates integers after every axis where they are kept in the image's dtype", async () => {
    // scipy.ndimage.uniform_filter(x, [2, 3], mode="nearest") of the bytes; its first pixel is ⌊⌊(3 + 3) / 2⌋ + ⌊3⌋ + ⌊200⌋) / 3⌋.
    const outcome = await uniformFilter(bytes(), { size: [2, 3], mode: "nearest", outDtype: "same" }) as NdArray;
    expect([outcome.dtype, outcome.toNested()]).toEqual(["uint8", [[68, 73, 74, 9], [106, 94, 90, 25], [126, 95, 110, 109]]]);
  });

  it("rounds integers once where the call keeps their dtype by itself", async () => {
    expect((await uniformFilter(NdArray.from([1, 2, 2], "uint8"), { size: 3, mode: "nearest" }) as NdArray).toNested()).toEqual([1, 2, 2]);
    expect(await dtypeOf(bytes(), {})).toBe("float32");
    expect(await dtypeOf(NdArray.zeros([3], "int32"), {})).toBe("float64");
    expect(await dtypeOf(bytes(), { outDtype: "int16" })).toBe("int16");
    expect(await dtypeOf(NdArray.zeros([3], "float16"), { outDtype: "same" })).toBe("float16");
  });

  it("tells of a mask where its box is full", async () => {
    const full = await uniformFilter(NdArray.from([1, 1, 1, 0, 1], "bool"), { size: 3, mode: "nearest", outDtype: "same" }) as NdArray;
    expect([full.dtype, [...full.data]]).toEqual(["bool", [1, 1, 0, 0, 0]]);
  });

  it("goes plane by plane with a size of 1 on the first axis, and copies with 1 on all", async () => {
    const stack = NdArray.from([[[1, 2, 6]], [[3, 3, 3]]], "float32");
    expectNear(await uniformFilter(stack, { size: [1, 1, 3], mode: "nearest" }), [[[1.333333, 3, 4.666667]], [[3, 3, 3]]]);
    const copy = await uniformFilter(stack, { size: 1 }) as NdArray;
    expect(copy.toNested()).toEqual(stack.toNested());
    expect(copy.data.buffer).not.toBe(stack.data.buffer);
  });

  it("reads the continued border as often as a wide box takes, and goes on after NaN with NaN", async () => {
    // Mirrored, five to either side of 1 are 2 3 2 1 2 twice, of 2 they are 1 2 3 2 1 and 3 2 1 2 3, of 3 they are 2 1 2 3 2 twice.
    expectNear(await uniformFilter(NdArray.from([1, 2, 3], "float64"), { size: [11], mode: "mirror" }), [21 / 11, 22 / 11, 23 / 11].map((mean) => Math.round(mean * 1e6) / 1e6));
    const blind = await uniformFilter(NdArray.from([0, 0, NaN, 0, 0, 0], "float32"), { size: 3 }) as NdArray;
    expect((blind.toNested() as number[]).map(Number.isNaN)).toEqual([false, true, true, true, true, true]);
  });

  it("leaves an empty image empty", async () => expect((await uniformFilter(NdArray.zeros([0, 4])) as NdArray).shape).toEqual([0, 4]));

  it.each([
    [{ size: 0 }, "[1, 32769]"], [{ size: 2.5 }, "integer"], [{ size: [3] }, "one per axis"], [{ size: 3, origin: 2 }, "origin in [-1, 1] on axis 0"],
    [{ size: [1, 4], origin: 2 }, "origin in [-2, 1] on axis 1"], [{ mode: "edge" }, "mode"], [{ outDtype: "uint64" }, "outDtype"],
  ])("refuses %j and says why", async (parameters, reason) => {
    await expect(uniformFilter(doubles(), parameters as object)).rejects.toThrow(reason);
  });

  it("refuses 64-bit integers", async () => {
    await expect(uniformFilter(NdArray.zeros([2, 2], "int64"))).rejects.toMatchObject({ code: "INVALID_ARGUMENT", argument: "image" });
  });
});
