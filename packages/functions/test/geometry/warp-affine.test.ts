import { NdArray } from "@openhcs/core";
import { warpAffine } from "@openhcs/functions";
import { describe, expect, it } from "vitest";
import { expectRefused, expectValues, plane } from "./expect-values.js";

const matrix = [[0.9, -0.2, 0.5], [0.15, 1.05, -0.25]];

/** cv2.warpAffine(plane, matrix, …), OpenCV 4.6.0. */
describe("warpAffine", () => {
  it.each([
    ["nearest", [[1, 5, 2], [7, 3, 9]]], ["linear", [[3.625, 3.570312, 3.03125], [5.533203, 3.714844, 7.882812]]],
    ["cubic", [[3.362535, 3.526172, 2.54483], [6.257915, 3.089168, 8.330734]]], ["lanczos4", [[3.41916, 3.659995, 2.403601], [6.40784, 3.047858, 8.387262]]],
  ] as const)("inverts the matrix and reads at 1/32 px with %s", async (interpolation, expected) => {
    await expectValues(warpAffine(plane, { matrix, outputShape: [2, 3], interpolation, mode: "mirror" }), expected);
  });

  it("computes uint8 in fixed point and blends with cval", async () => {
    const warped = await warpAffine(plane.multiply(20).cast("uint8"), { matrix, cval: 9 }) as NdArray;
    expect([warped.dtype, warped.toNested()]).toEqual(["uint8", [[33, 71, 61, 111], [100, 74, 158, 101], [97, 0, 197, 150]]]);
  });

  it("takes a matrix from the result to the image with inverseMap", async () => {
    await expectValues(warpAffine(plane, { matrix, inverseMap: true, mode: "nearest" }), [[3, 3.78125, 4.097656, 7.25], [5.09375, 4.144531, 8.677734, 5.75], [5.623047, 0, 9.0625, 10.8125]]);
  });

  it("reads the first pixel where the matrix has no inverse", async () => {
    await expectValues(warpAffine(plane, { matrix: [[0, 0, 0], [0, 0, 0]], outputShape: 2 }), [[1, 1], [1, 1]]);
  });

  it("takes a stack plane by plane", async () => {
    const stack = NdArray.from([plane.toNested(), plane.toNested()] as number[][][], "float32");
    const warped = await warpAffine(stack, { matrix: [[1, 0, 0], [0, 1, 0]] }) as NdArray;
    expect(warped.toNested()).toEqual(stack.toNested());
  });

  it.each([
    [plane, { matrix: [[1, 0, 0]] }, /exactly 2/], [plane, { matrix: [[1, 0], [0, 1]] }, /exactly 3/], [plane.cast("int32"), { matrix }, /dtype/], [NdArray.zeros([0, 2]), { matrix }, /element/],
    [NdArray.zeros([1, 32767]), { matrix }, /32767/], [plane, { matrix, outputShape: 40000 }, /32766/],
  ] as const)("refuses %s with %o", async (image, parameters, message) => {
    await expectRefused(warpAffine(image, parameters as never), message);
  });
});
