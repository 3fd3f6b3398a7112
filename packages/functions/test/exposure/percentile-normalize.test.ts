import { NdArray, type Nested } from "@openhcs/core";
import { percentileNormalize, stackPercentileNormalize } from "@openhcs/functions";
import { describe, expect, it } from "vitest";
import { nativeOutputs } from "../native.js";

const normalize = async (image: NdArray, parameters: Parameters<typeof percentileNormalize>[1] = {}) => (await nativeOutputs<{ image: NdArray }>("percentileNormalize", image, parameters)).image;

describe("percentileNormalize", () => {
  it("maps the percentiles to the ends and clips beyond them", async () => {
    // Of 0 … 10 the percentiles 10 and 90 are 1 and 9.
    const image = NdArray.from(Array.from({ length: 11 }, (_, i) => i), "uint16");
    const result = await normalize(image, { low: 10, high: 90, outMin: -1, outMax: 1 });
    expect([result.dtype, result.toNested()]).toEqual(["float32", [-1, -1, -0.75, -0.5, -0.25, 0, 0.25, 0.5, 0.75, 1, 1]]);
  });

  it("interpolates percentiles between neighbours", async () => {
    // The median of 0 and 1 is 0.5: 1 becomes (1 − 0.5) / 0.5.
    expect((await normalize(NdArray.from([0, 1], "float64"), { low: 50, high: 100 })).toNested()).toEqual([0, 1]);
    expect((await normalize(NdArray.from([0, 1, 2], "float64"), { low: 25, high: 75 })).toNested()).toEqual([0, 0.5, 1]);
  });

  it("takes each plane for itself where the scope is plane, and an image of two axes as one plane", async () => {
    const stack = NdArray.from([[[0, 2, 4]], [[0, 20, 40]]] as Nested, "float32");
    expect((await normalize(stack, { low: 0, high: 100, scope: "plane" })).toNested()).toEqual([[[0, 0.5, 1]], [[0, 0.5, 1]]]);
    expect((await normalize(NdArray.from([[0, 2], [4, 8]], "float32"), { low: 0, high: 100, scope: "plane" })).toNested()).toEqual([[0, 0.25], [0.5, 1]]);
  });

  it("gives outMin where both percentiles are the same, and NaN where there is one", async () => {
    expect((await normalize(NdArray.full([2, 2], 9, "uint8"), { outMin: 0.25 })).toNested()).toEqual([[0.25, 0.25], [0.25, 0.25]]);
    expect((await normalize(NdArray.from([1, NaN, 3], "float32"))).toNested()).toEqual([NaN, NaN, NaN]);
  });

  it("tells the limits, one per plane or one for the stack", async () => {
    const stack = NdArray.from([[[0, 2, 4]], [[0, 20, 40]]] as Nested, "float32");
    expect(await nativeOutputs("percentileNormalize", stack, { low: 0, high: 50, scope: "plane" })).toMatchObject({ low: [0, 0], high: [2, 20] });
    expect(await nativeOutputs("percentileNormalize", stack, { low: 0, high: 100 })).toMatchObject({ low: [0], high: [40] });
  });

  it("truncates to the image's dtype where OpenHCS does", async () => {
    const stack = NdArray.from([[[0, 1, 3]]] as Nested, "uint8");
    const result = await normalize(stack, { convention: "openhcs", low: 0, high: 100, outMax: 100 });
    expect([result.dtype, result.toNested()]).toEqual(["uint8", [[[0, 33, 100]]]]);
  });

  it("leaves an empty image empty", async () => expect((await normalize(NdArray.zeros([0, 2, 2]), { scope: "plane" })).shape).toEqual([0, 2, 2]));

  it.each([[{ low: -1 }, "low"], [{ high: 101 }, "high"], [{ scope: "row" as "plane" }, "scope"], [{ low: 60, high: 40 }, "arguments"], [{ convention: "openhcs" as const }, "arguments"]])("refuses %j", async (parameters, argument) => {
    await expect(percentileNormalize(NdArray.zeros([2, 2]), parameters)).rejects.toMatchObject({ code: "INVALID_ARGUMENT", argument });
  });
});

describe("stackPercentileNormalize", () => {
  it("has one range for all planes and the image's dtype", async () => {
    const stack = NdArray.from([[[0, 1]], [[2, 3]]] as Nested, "uint16");
    const result = (await stackPercentileNormalize(stack, { low: 0, high: 100 })) as NdArray;
    expect([result.dtype, result.toNested()]).toEqual(["uint16", [[[0, 21845]], [[43690, 65535]]]]);
  });
  it("takes stacks only", async () => {
    await expect(stackPercentileNormalize(NdArray.zeros([4, 4]))).rejects.toThrow("3 axes");
  });
});
