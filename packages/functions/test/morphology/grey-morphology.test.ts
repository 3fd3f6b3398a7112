import { NdArray, type Nested } from "@openhcs/core";
import { blackTophat, greyClosing, greyDilation, greyErosion, greyOpening, morphologicalGradient, whiteTophat } from "@openhcs/functions";
import { describe, expect, it } from "vitest";

const image = NdArray.from([[5, 1, 7, 2], [9, 3, 3, 8], [4, 6, 0, 5]] as Nested, "uint8");
const asymmetric = { shape: "custom", data: [[1, 0, 1], [0, 1, 1]] };
const square = { shape: "square", size: 2 };
const nested = async (result: unknown) => ((await result) as NdArray).toNested();
type Operation = (image: NdArray, parameters: never) => Promise<unknown>;
const functions: Readonly<Record<string, Operation>> = { blackTophat, greyClosing, greyDilation, greyErosion, greyOpening, morphologicalGradient, whiteTophat };
const names = Object.keys(functions);
const call = (name: string, image: NdArray, parameters: object) => (functions[name] as Operation)(image, parameters as never);

describe("grey-scale morphology", () => {
  // scipy.ndimage 1.10, the function of the same name with footprint=[[1, 0, 1], [0, 1, 1]].
  it.each([
    ["greyErosion", [[1, 1, 1, 2], [1, 3, 1, 2], [3, 0, 0, 3]]], ["greyDilation", [[9, 9, 8, 8], [9, 9, 6, 8], [6, 6, 6, 5]]],
    ["greyOpening", [[3, 1, 3, 2], [3, 3, 3, 3], [3, 3, 3, 3]]], ["greyClosing", [[9, 8, 8, 8], [9, 6, 6, 8], [6, 6, 5, 5]]],
    ["morphologicalGradient", [[8, 8, 7, 6], [8, 6, 5, 6], [3, 6, 6, 2]]], ["blackTophat", [[4, 7, 1, 6], [0, 3, 3, 0], [2, 0, 5, 0]]],
  ] as const)("%s mirrors an asymmetric footprint for the dilation as SciPy does", async (name, expected) => {
    expect(await nested(call(name, image, { footprint: asymmetric }))).toEqual(expected);
  });

  // skimage.morphology 0.19: erosion, dilation, opening, closing and black_tophat, with the footprint above, none, and 2 × 2 ones.
  it.each([
    ["greyErosion", asymmetric, [[1, 3, 1, 2], [3, 0, 0, 3], [4, 0, 0, 0]]], ["greyErosion", undefined, [[1, 1, 1, 2], [3, 1, 0, 2], [4, 0, 0, 0]]],
    ["greyErosion", square, [[1, 1, 2, 2], [3, 0, 0, 5], [4, 0, 0, 5]]],
    ["greyDilation", asymmetric, [[9, 7, 8, 8], [9, 9, 8, 8], [6, 6, 6, 5]]], ["greyDilation", undefined, [[9, 7, 7, 8], [9, 9, 8, 8], [9, 6, 6, 8]]],
    ["greyDilation", square, [[9, 7, 8, 8], [9, 6, 8, 8], [6, 6, 5, 5]]],
    ["greyOpening", asymmetric, [[3, 3, 2, 2], [3, 1, 3, 3], [4, 3, 3, 3]]], ["greyOpening", square, [[5, 1, 2, 2], [5, 3, 2, 5], [4, 4, 0, 5]]],
    ["greyClosing", asymmetric, [[5, 5, 7, 7], [7, 8, 7, 8], [6, 6, 5, 5]]], ["greyClosing", square, [[5, 5, 7, 2], [9, 6, 6, 8], [4, 6, 5, 5]]],
    ["blackTophat", asymmetric, [[0, 4, 0, 5], [254, 5, 4, 0], [2, 0, 5, 0]]], ["blackTophat", undefined, [[2, 6, 0, 5], [0, 3, 3, 0], [2, 0, 6, 1]]],
    ["blackTophat", square, [[0, 4, 0, 0], [0, 3, 3, 0], [0, 0, 5, 0]]],
  ] as const)("%s does not mirror in scikit-image's convention, has a cross by default, and leans with an even footprint", async (name, footprint, expected) => {
    expect(await nested(call(name, image, { convention: "skimage", footprint }))).toEqual(expected);
  });

  // cv2.morphologyEx 4.6 with MORPH_ERODE, DILATE, OPEN, CLOSE, GRADIENT and BLACKHAT.
  it.each([
    ["greyErosion", [[1, 1, 2, 2], [1, 3, 1, 7], [3, 0, 0, 3]]], ["greyDilation", [[5, 7, 7, 2], [9, 7, 8, 8], [6, 9, 8, 5]]],
    ["greyOpening", [[1, 2, 2, 2], [3, 3, 7, 7], [3, 1, 7, 3]]], ["greyClosing", [[5, 7, 2, 2], [7, 5, 2, 7], [6, 8, 5, 5]]],
    ["morphologicalGradient", [[4, 6, 5, 0], [8, 4, 7, 1], [3, 9, 8, 2]]], ["blackTophat", [[0, 6, 0, 0], [0, 2, 0, 0], [2, 2, 5, 0]]],
  ] as const)("%s ignores what lies outside in OpenCV's convention", async (name, expected) => {
    expect(await nested(call(name, image, { convention: "cv2", footprint: asymmetric }))).toEqual(expected);
  });

  it("of a constant image is the image, or 0 where it is a difference", async () => {
    const constant = NdArray.full([3, 5], 42, "uint16");
    for (const name of names) {
      const result = (await call(name, constant, { footprint: { shape: "disk", radius: 9 } })) as NdArray;
      expect([name, result.dtype, result.min(), result.max()]).toEqual([name, "uint16", ...(name.startsWith("grey") ? [42, 42] : [0, 0])]);
    }
  });

  it("of a mask stays a mask", async () => {
    const mask = NdArray.from([[0, 0, 0, 0], [0, 1, 1, 0], [0, 0, 0, 0]] as Nested, "bool");
    const cross = { shape: "cross", ndim: 2 };
    expect(await nested(morphologicalGradient(mask, { footprint: cross }))).toEqual([[0, 1, 1, 0], [1, 1, 1, 1], [0, 1, 1, 0]]);
    expect(((await blackTophat(mask, { footprint: cross })) as NdArray).dtype).toBe("bool");
  });

  it.each(names)("%s refuses what its conventions do not take", async (name) => {
    await expect(call(name, image, {})).rejects.toThrow(/footprint/);
    await expect(call(name, image, { footprint: { shape: "ball", radius: 1 } })).rejects.toThrow(/3 axes/);
    await expect(call(name, NdArray.zeros([4, 4], "int32"), { convention: "cv2", footprint: square })).rejects.toThrow(/for cv2/);
    await expect(call(name, image, { convention: "cv2", footprint: square, mode: "wrap" })).rejects.toThrow(/only where convention is scipy/);
  });
});
