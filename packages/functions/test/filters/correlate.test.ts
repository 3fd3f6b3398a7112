import { NdArray } from "@openhcs/core";
import { convolve, correlate } from "@openhcs/functions";
import { describe, expect, it } from "vitest";
import { nativeOutputs } from "../native.js";
import { bytes, doubles, expectNear } from "./peer-values.js";

const kernel = [[1, 2], [0, -1], [3, 0.5]];
const line = () => NdArray.from([1, 2, 3, 4, 5], "float64");

describe("correlate", () => {
  it("sums neighbours under the kernel as it is written, as scipy.ndimage.correlate does", async () => {
    expectNear(await correlate(doubles(), { kernel }), [[321, 600.5, 984, 64.5], [367, 565, 443.5, 184], [590, 951, 445.5, 94]]);
  });

  it.each([
    ["reflect", [6, 7, 9, 12, 13], [220, 229, 228, 217, 196]], ["constant", [14, 16, 9, 12, 23], [390, 425, 460, 495, 530]],
    ["nearest", [5, 7, 9, 12, 13], [200, 230, 256, 278, 296]], ["mirror", [7, 8, 9, 12, 11], [222, 218, 204, 182, 174]],
    ["wrap", [8, 11, 9, 12, 5], [196, 187, 188, 199, 220]],
  ] as const)("takes even kernels, and kernels wider than the image, at the border %s", async (mode, even, wide) => {
    expectNear(await correlate(line(), { kernel: [1, 0, 0, 2], mode, cval: 10 }), even);
    expectNear(await correlate(line(), { kernel: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], mode, cval: 10 }), wide);
  });

  it("moves the kernel's centre by an origin", async () => {
    expectNear(await correlate(doubles(), { kernel, origin: [1, -1], mode: "wrap" }), [[643, 840.5, -70.5, 129.5], [457.5, 878, 568.5, 731], [565, 443.5, 184, 735]]);
  });

  it("takes a kernel of as many axes as the image", async () => {
    const cube = NdArray.from([[[0, 1], [2, 3]], [[4, 5], [6, 7]]], "float64");
    expectNear(await correlate(cube, { kernel: [[[1, 2, 0]], [[0, 0, 3]]] }), [[[3, 5], [15, 17]], [[15, 17], [27, 29]]]);
  });

  it("lays a kernel of fewer axes on every plane", async () => {
    const stack = NdArray.from([[[0, 1], [2, 3]], [[4, 5], [6, 7]]], "float64");
    const expected = await correlate(stack, { kernel: [[[1, 2], [0, 3]]] }) as NdArray;
    expect((await correlate(stack, { kernel: [[1, 2], [0, 3]] }) as NdArray).toNested()).toEqual(expected.toNested());
    expect((await convolve(stack, { kernel: [1, 0, 0], mode: "constant" }) as NdArray).toNested()).toEqual([[[1, 0], [3, 0]], [[5, 0], [7, 0]]]);
    expect((await correlate(stack, { kernel: [1, 2, 3], origin: [0, 0, 1], mode: "constant" }) as NdArray).toNested()).toEqual([[[0, 3], [6, 13]], [[12, 23], [18, 33]]]);
  });

  it("truncates integers modulo 2ⁿ with outDtype same, and clamps and rounds where the call keeps the dtype", async () => {
    expect((await correlate(bytes(), { kernel, outDtype: "same" }) as NdArray).toNested()).toEqual([[65, 88, 216, 64], [111, 53, 187, 184], [78, 183, 189, 94]]);
    expect((await correlate(NdArray.from([10, 20, 0], "uint8"), { kernel: [0.25, 0, 10], mode: "constant" }) as NdArray).toNested()).toEqual([200, 2, 5]);
    expect((await nativeOutputs<{ image: NdArray }>("correlate", bytes(), { kernel })).image.dtype).toBe("float32");
    expect((await correlate(bytes(), { kernel, outDtype: "float64" }) as NdArray).dtype).toBe("float64");
  });

  it("does not let NaN spread over a weight of 0", async () => {
    const image = NdArray.from([0, 0, NaN, 0, 0], "float32");
    expect((await correlate(image, { kernel: [1, 0, 1] }) as NdArray).toNested()).toEqual([0, NaN, 0, NaN, 0]);
  });

  it("gives 0 under a kernel of zeros, and nothing for an empty image", async () => {
    expect((await correlate(line(), { kernel: [0, 0, 0] }) as NdArray).toNested()).toEqual([0, 0, 0, 0, 0]);
    expect((await correlate(NdArray.zeros([0, 3]), { kernel }) as NdArray).shape).toEqual([0, 3]);
  });

  it.each([
    [{ kernel: [[[1, 2, 1]]] }, "at most as many axes as the image, which are 2, not 3"], [{ kernel: [] }, "kernel"], [{ kernel: [[1, 2], [1]] }, "equal lengths"],
    [{ kernel: [[1, NaN]] }, "finite"], [{ kernel: [[1, "2"]] }, "finite"], [{ kernel: [[]] }, "finite"], [{ kernel: 3 }, "list"], [{}, "kernel"],
    [{ kernel, origin: 2 }, "origin in [-1, 1] on axis 0"], [{ kernel: new Array(300).fill(new Array(300).fill(1)) }, "65536"],
  ])("refuses %j and says why", async (parameters, reason) => {
    await expect(correlate(doubles(), parameters as { kernel: readonly unknown[] })).rejects.toThrow(reason);
  });
});

describe("convolve", () => {
  it("sums neighbours under the flipped kernel as scipy.ndimage.convolve does", async () => {
    expectNear(await convolve(doubles(), { kernel }), [[1033.5, 465, 75.5, 195.5], [833.5, 59, 331.5, 706.5], [1004, 236.5, 466, 713.5]]);
    expectNear(await convolve(doubles(), { kernel, origin: [1, -1], mode: "wrap" }), [[578.5, 833.5, 59, 331.5], [63.5, 888, 490.5, 193], [716, 694, 440, 817.5]]);
    expect((await convolve(bytes(), { kernel, outDtype: "same" }) as NdArray).toNested()).toEqual([[9, 209, 75, 195], [65, 59, 75, 194], [236, 236, 210, 201]]);
  });

  it("turns a single pixel into the kernel", async () => {
    const point = NdArray.zeros([3, 3], "float64");
    point.set([1, 1], 1);
    expect((await convolve(point, { kernel: [[1, 2, 3], [4, 5, 6], [7, 8, 9]] }) as NdArray).toNested()).toEqual([[1, 2, 3], [4, 5, 6], [7, 8, 9]]);
  });

  it("is correlation with the kernel flipped, also of one axis of a stack's planes", async () => {
    const there = await convolve(doubles(), { kernel: [[1, 0, -1]] }) as NdArray;
    expect(there.toNested()).toEqual((await correlate(doubles(), { kernel: [[-1, 0, 1]] }) as NdArray).toNested());
  });

  it("refuses a kernel of more axes than the image", async () => {
    await expect(convolve(doubles(), { kernel: [[[1]]] })).rejects.toThrow("as many axes as the image, which are 2, not 3");
  });
});
