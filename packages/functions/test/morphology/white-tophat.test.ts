import { NdArray, type Nested } from "@openhcs/core";
import { whiteTophat } from "@openhcs/functions";
import { describe, expect, it } from "vitest";

const tophat = async (image: NdArray, parameters: Parameters<typeof whiteTophat>[1]) => (await whiteTophat(image, parameters)) as NdArray;
const square = { shape: "square", size: 3 };

describe("whiteTophat", () => {
  it("keeps what the footprint does not fit into, and nothing else", async () => {
    const image = NdArray.full([9, 9], 100, "uint16");
    for (const y of [4, 5, 6]) for (const x of [4, 5, 6]) image.set([y, x], 250);
    image.set([1, 1], 180);
    const kept = await tophat(image, { footprint: square });
    expect(kept.dtype).toBe("uint16");
    expect(kept.sum()).toBe(80);
    expect(kept.get(1, 1)).toBe(80);
  });

  it("of a constant image is 0, also with a footprint larger than the image", async () => {
    for (const footprint of [square, { shape: "disk", radius: 9 }]) expect((await tophat(NdArray.full([3, 5], 42, "uint8"), { footprint })).max()).toBe(0);
  });

  it("is never negative and never more than the image above its minimum", async () => {
    const image = new NdArray({ data: Float64Array.from({ length: 300 }, (_, i) => (i * 7919) % 101), shape: [15, 20] });
    const kept = await tophat(image, { footprint: { shape: "disk", radius: 2 } });
    expect(kept.min()).toBeGreaterThanOrEqual(0);
    expect(kept.max()).toBeLessThanOrEqual(image.max() - image.min());
  });

  it("with a flat footprint works plane by plane on a stack", async () => {
    const stack = NdArray.zeros([2, 5, 5], "uint8");
    stack.set([0, 2, 2], 9);
    stack.set([1, 2, 2], 9);
    expect((await tophat(stack, { footprint: square })).sum()).toBe(18);
    expect((await tophat(stack, { footprint: { shape: "rect", size: [2, 1, 1] } })).sum()).toBe(0);
  });

  it("wraps negative differences at a constant border, which OpenCV's convention cannot have and saturates", async () => {
    const line = NdArray.from([[1, 1, 1]] as Nested, "uint8");
    // Outside is 9: the erosion stays 1, the dilation reads 9 beside both ends: 1 − 9 = −8.
    expect((await tophat(line, { footprint: { shape: "rect", size: [1, 3] }, mode: "constant", cval: 9 })).toNested()).toEqual([[248, 0, 248]]);
    const asymmetric = { shape: "custom", data: [[1, 1]] };
    // Windows of x and the pixel before it, in the erosion and again in the dilation: 5 − 5, 1 − 5 saturated, 7 − 1.
    expect((await tophat(NdArray.from([[5, 1, 7]] as Nested, "uint8"), { convention: "cv2", footprint: asymmetric })).toNested()).toEqual([[0, 0, 6]]);
  });

  it("mirrors an asymmetric footprint for the dilation as SciPy does, and does not as OpenCV does", async () => {
    const image = NdArray.from([[5, 1, 7, 2], [9, 3, 3, 8], [4, 6, 0, 5]] as Nested, "uint8");
    const footprint = { shape: "custom", data: [[1, 0, 1], [0, 1, 1]] };
    // scipy.ndimage.white_tophat 1.10 and cv2.morphologyEx 4.6 of the same image and footprint.
    expect((await tophat(image, { footprint })).toNested()).toEqual([[2, 0, 4, 0], [6, 0, 0, 5], [1, 3, 253, 2]]);
    expect((await tophat(image, { footprint, convention: "cv2" })).toNested()).toEqual([[4, 0, 5, 0], [6, 0, 0, 1], [1, 5, 0, 2]]);
  });

  it("of a mask is what the opening takes away", async () => {
    const mask = NdArray.from([[1, 1, 1, 0, 0], [1, 1, 1, 0, 1], [1, 1, 1, 0, 0]] as Nested, "bool");
    const kept = await tophat(mask, { footprint: square });
    expect([kept.dtype, kept.toNested()]).toEqual(["bool", [[0, 0, 0, 0, 0], [0, 0, 0, 0, 1], [0, 0, 0, 0, 0]]]);
  });

  it.each([
    [{ footprint: { shape: "ball", radius: 1 } }, "3 axes"], [{ footprint: { shape: "blob" } }, "disk"], [{ footprint: { shape: "disk" } }, "needs a radius"],
    [{ footprint: square, convention: "cv2", mode: "wrap" }, "only where convention is scipy"], [{}, "footprint"],
  ])("refuses %j and says why", async (parameters, reason) => {
    await expect(whiteTophat(NdArray.zeros([4, 4]), parameters as unknown as Parameters<typeof whiteTophat>[1])).rejects.toThrow(reason);
  });

  it.each(["int8", "int32", "uint32", "bool", "float16"] as const)("refuses %s for cv2, as cv2.morphologyEx 4.6 does", async (dtype) => {
    await expect(whiteTophat(NdArray.zeros([4, 4], dtype), { convention: "cv2", footprint: square })).rejects.toThrow("for cv2");
  });

  it("takes footprints of planes alone for cv2, on stacks too", async () => {
    const stack = NdArray.zeros([3, 4, 4], "uint8");
    await expect(whiteTophat(stack, { convention: "cv2", footprint: square })).resolves.toBeDefined();
    await expect(whiteTophat(stack, { convention: "cv2", footprint: { shape: "ball", radius: 1 } })).rejects.toThrow("has 3 axes");
  });
});
