import { NdArray } from "@openhcs/core";
import { affineTransform } from "@openhcs/functions";
import { describe, expect, it } from "vitest";
import { expectRefused, expectValues, line, plane } from "./expect-values.js";

const matrix = [[0.9, 0.3], [-0.2, 1.1]];

/** scipy.ndimage.affine_transform of the plane, SciPy 1.10.1. */
describe("affineTransform", () => {
  it("reads linearly at matrix · index + offset", async () => {
    await expectValues(affineTransform(plane, { matrix, offset: [0.4, -0.3], order: 1, mode: "nearest", outputShape: [2, 3] }), [[3.4, 3.92, 8.4], [6.7, 3.28, 7.02]]);
  });

  it("reads a cubic spline", async () => {
    await expectValues(affineTransform(plane, { matrix, offset: [0.4, -0.3], mode: "reflect", outputShape: [2, 3] }), [[3.396451, 3.72368, 8.726893], [8.904504, 2.066144, 7.018321]]);
  });

  it("takes one factor per axis, and cval beyond the outermost centres", async () => {
    await expectValues(affineTransform(plane, { matrix: [2, 0.5], offset: [0.5, 0.25], order: 1 }), [[4, 4, 4.375, 5.125], [0, 0, 0, 0], [0, 0, 0, 0]]);
  });

  it("takes the offset from a homogeneous matrix", async () => {
    await expectValues(affineTransform(plane, { matrix: [[1, 0, 0.5], [0, 1, 1], [0, 0, 1]], offset: 9, order: 1, mode: "mirror" }), [[4, 5.5, 6, 5.5], [1.5, 9.5, 7.5, 9.5], [1.5, 9.5, 7.5, 9.5]]);
  });

  it("reads a line out of a plane", async () => {
    await expectValues(affineTransform(plane, { matrix: [[0.5], [1]], offset: [0, 0.5], outputShape: [4], order: 1, mode: "nearest" }), [3, 4.75, 6.5, 7.5]);
  });

  it("samples volumes: a swap of axes moves every element", async () => {
    const volume = NdArray.from(Float32Array.from({ length: 24 }, (_, i) => i)).reshape([2, 3, 4]);
    const turned = await affineTransform(volume, { matrix: [[0, 0, 1], [0, 1, 0], [1, 0, 0]], outputShape: [4, 3, 2], order: 1 }) as NdArray;
    expect(turned.toNested()).toEqual(volume.transpose().toNested());
    const cubic = await affineTransform(volume, { matrix: [[0, 0, 1], [0, 1, 0], [1, 0, 0]], outputShape: [4, 3, 2], mode: "grid-constant" });
    await expectValues(Promise.resolve(cubic), volume.transpose().toNested());
  });

  it("fills what reads an empty image with cval", async () => {
    await expectValues(affineTransform(NdArray.zeros([0, 2]), { matrix: [[1, 0], [0, 1]], outputShape: [1, 2], cval: 4 }), [[4, 4]]);
  });

  it.each([
    [[[1, 0]], {}, /matrix of 2 rows and 2 columns/], [[[1, 0], [0]], {}, /equal lengths/], [[[1, 0], [0, "a"]], {}, /finite numbers/], [[1], {}, /2 rows or factors/],
    [[[1, 0, 0], [0, 1, 0], [0, 1, 1]], {}, /last row/], [matrix, { outputShape: [2] }, /1 columns/], [matrix, { outputShape: [1 << 20, 1 << 20] }, /elements/], [matrix, { offset: [1] }, /offset/],
  ] as const)("refuses the matrix %j with %o", async (given, parameters, message) => {
    await expectRefused(affineTransform(plane, { matrix: given, ...parameters } as never), message);
  });

  it("refuses two columns for a line, which make it homogeneous", async () => {
    await expectRefused(affineTransform(line, { matrix: [[2, -1]], outputShape: [2, 3] }), /1 output axes/);
  });

  it("refuses many axes in a mode whose border around all of them fits in no memory, unless each is interpolated by itself", async () => {
    const shape = new Array<number>(8).fill(2);
    const turned = shape.map((_, row) => shape.map((__, column) => (row === column ? 1 : row + column === 1 ? 0.5 : 0)));
    await expectRefused(affineTransform(NdArray.zeros(shape), { matrix: turned, mode: "nearest" }), /with the border that mode nearest needs/);
    expect((await affineTransform(NdArray.full(shape, 3), { matrix: new Array<number>(8).fill(0.5), mode: "nearest" })).get(0, 1, 0, 1, 0, 1, 0, 1)).toBeCloseTo(3, 6);
  });
});
