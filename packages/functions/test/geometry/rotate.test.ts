import { NdArray } from "@openhcs/core";
import { rotate } from "@openhcs/functions";
import { describe, expect, it } from "vitest";
import { expectRefused, expectValues, plane } from "./expect-values.js";

const quarter = [[8, 4, 11], [2, 9, 10], [5, 3, 0], [1, 7, 6]];
const stack = NdArray.from([plane.toNested(), (plane.add(1)).toNested()] as number[][][], "float32");

/** scipy.ndimage.rotate, SciPy 1.10.1. */
describe("rotate as SciPy does it", () => {
  it("contains the whole image", async () => {
    await expectValues(rotate(plane, { angle: 30, order: 1 }), [
      [0, 0, 0, 0, 0], [0, 0, 2.937822, 5.594555, 0], [0, 4, 6, 8.767949, 0], [0, 6, 0.401924, 0, 0], [0, 0, 0, 0, 0],
    ]);
  });

  it("is exact for quarter turns", async () => {
    await expectValues(rotate(plane, { angle: 90, order: 1 }), quarter);
    await expectValues(rotate(plane, { angle: -270 }), quarter);
  });

  it("rotates planes of two axes, whichever way round they are named", async () => {
    const expected = [[4.440025, 3.867021, 3.116522, 5.405113], [6.032307, 2.688518, 7.668417, 5.993924], [3.405113, 3.721738, 9.647708, 6.986637]];
    for (const axes of [[1, 2], [-1, 1]]) {
      await expectValues(rotate(stack, { angle: -20, axes, reshape: false, order: 1, mode: "nearest" }), [expected, expected.map((row) => row.map((value) => value + 1))]);
    }
  });

  it("reads the same of two equally near pixels", async () => {
    const image = NdArray.from(Array.from({ length: 8 }, (_, y) => [0, 1, 2, 3].map((x) => 4 * y + x)), "float64");
    expect((await rotate(image, { angle: 45, order: 0, mode: "nearest", reshape: false }) as NdArray).toNested()).toEqual([
      [3, 7, 7, 11], [6, 7, 11, 15], [6, 10, 15, 19], [9, 14, 18, 19], [12, 13, 18, 22], [12, 16, 21, 26], [16, 20, 24, 25], [20, 24, 24, 28],
    ]);
  });

  it("is cubic by default", async () => {
    await expectValues(rotate(plane, { angle: 45, reshape: false, mode: "mirror" }), [
      [4.108422, 1.996773, 5.373096, 7.185351], [2.641541, 4.340446, 9.356048, 11.414165], [4.569643, 4.792494, 0.561015, 9.309544],
    ]);
  });
});

/** skimage.transform.rotate(plane, angle, preserve_range=True), scikit-image 0.19.3. */
describe("rotate as scikit-image does it", () => {
  it("keeps the shape and blends with cval", async () => {
    await expectValues(rotate(plane, { convention: "skimage", angle: 30 }), [
      [1.460581, 2.916266, 5.456974, 3.129166], [2.901924, 3.751202, 8.78109, 9.350481], [4.825404, 3.417468, 3.827722, 3.954568],
    ]);
  });

  it("contains the whole image with reshape", async () => {
    await expectValues(rotate(plane, { convention: "skimage", angle: 90, reshape: true }), quarter);
  });

  it("is bicubic at order 3", async () => {
    await expectValues(rotate(plane, { convention: "skimage", angle: 20, order: 3, mode: "reflect", clip: false }), [
      [2.550931, 3.957734, 4.205936, 5.056952], [3.973287, 3.462082, 9.487782, 7.548698], [7.518349, 1.385612, 6.198586, 11.699167],
    ]);
  });

  it("clips to the range of the image, without a cval that is reached nowhere", async () => {
    await expectValues(rotate(plane, { convention: "skimage", angle: 20, order: 3, cval: -4 }), [
      [0, 3.383608, 5.111785, 3.726356], [4.618929, 3.571236, 9.655293, 8.970152], [5.572947, 2.087614, 5.46213, 5.385874],
    ]);
  });

  it("rotates every channel alike, and bools by their nearest pixels", async () => {
    const channels = stack.transpose([1, 2, 0]).copy();
    const rotated = await rotate(channels, { convention: "skimage", angle: 30, mode: "nearest" }) as NdArray;
    const alone = await rotate(plane, { convention: "skimage", angle: 30, mode: "nearest" });
    await expectValues(Promise.resolve(alone), rotated.slice(null, null, 0).copy().toNested());
    const mask = await rotate(plane.greater(4), { convention: "skimage", angle: 90, reshape: true }) as NdArray;
    expect([mask.dtype, mask.toNested()]).toEqual(["bool", quarter.map((row) => row.map((value) => (value > 4 ? 1 : 0)))]);
  });
});

describe("rotate", () => {
  it.each([
    [plane, { angle: 1, axes: [0, 2] }, /axes in \[-2, 1\]/], [plane, { angle: 1, axes: [0, -2] }, /different/], [NdArray.zeros([0, 3]), { angle: 1 }, /element/],
    [plane, { angle: 1, convention: "skimage", mode: "grid-wrap" }, /modes/], [plane.greater(1), { angle: 1, convention: "skimage", order: 1 }, /order 0/],
    [NdArray.zeros([2, 2, 2, 2]), { angle: 1, convention: "skimage" }, /two or three/], [plane, { angle: 1, clip: true }, /convention is skimage/],
    [NdArray.zeros([1, 60000], "uint8"), { angle: 45 }, /elements/],
  ] as const)("refuses %s with %o", async (image, parameters, message) => {
    await expectRefused(rotate(image, parameters as never), message);
  });
});
