import { NdArray, type Nested } from "@openhcs/core";
import { reconstruction } from "@openhcs/functions";
import { describe, expect, it } from "vitest";
import { nativeOutputs } from "../native.js";

const seed = NdArray.from([[0, 0, 0, 0, 0], [0, 4, 0, 0, 0], [0, 0, 0, 0, 0], [0, 0, 0, 9, 0]] as Nested, "uint8");
const mask = NdArray.from([[1, 2, 1, 0, 5], [2, 6, 3, 0, 5], [1, 1, 4, 1, 5], [0, 0, 0, 9, 5]] as Nested, "uint8");
const cross = { shape: "cross", ndim: 2 };
const nested = async (result: unknown) => ((await result) as NdArray).toNested();

/** Dilation by one step under the mask, again and again. */
function naive(from: Float64Array, limit: Float64Array, [height, width]: readonly [number, number]): Float64Array {
  for (;;) {
    const next = from.map((value, at) => {
      const [y, x] = [Math.floor(at / width), at % width];
      let largest = value;
      for (let dy = -1; dy <= 1; dy++) {
        for (let dx = -1; dx <= 1; dx++) if (y + dy >= 0 && y + dy < height && x + dx >= 0 && x + dx < width) largest = Math.max(largest, from[at + dy * width + dx] as number);
      }
      return Math.min(largest, limit[at] as number);
    });
    if (next.every((value, at) => value === from[at])) return next;
    from = next;
  }
}

describe("reconstruction", () => {
  // skimage.morphology.reconstruction 0.19
  it("raises the seed under the mask, to all neighbours that touch or along the axes", async () => {
    expect(await nested(reconstruction(seed, { mask }))).toEqual([[1, 2, 1, 0, 5], [2, 4, 3, 0, 5], [1, 1, 4, 1, 5], [0, 0, 0, 9, 5]]);
    expect(await nested(reconstruction(seed, { mask, footprint: cross }))).toEqual([[1, 2, 1, 0, 5], [2, 4, 3, 0, 5], [1, 1, 3, 1, 5], [0, 0, 0, 9, 5]]);
  });

  it("lowers the seed above the mask", async () => {
    const above = NdArray.from([[1, 2, 1, 0, 5], [9, 9, 9, 9, 9], [9, 9, 9, 9, 9], [9, 9, 9, 9, 9]] as Nested, "uint8");
    expect(await nested(reconstruction(above, { mask, method: "erosion" }))).toEqual([[1, 2, 1, 0, 5], [2, 6, 3, 0, 5], [1, 1, 4, 1, 5], [1, 1, 1, 9, 5]]);
  });

  it("spreads from a pixel to the footprint placed on it, with its centre at the offset", async () => {
    const line = NdArray.from([0, 5, 0, 0], "int16");
    expect(await nested(reconstruction(line, { mask: NdArray.full([4], 7, "int16"), footprint: { shape: "rect", size: [2] }, offset: 0 }))).toEqual([0, 5, 5, 5]);
  });

  it("follows a winding path from its end, which scans alone would not", async () => {
    const [height, width] = [21, 17];
    const path = new Float64Array(height * width).map((_, at) => {
      const [y, x] = [Math.floor(at / width), at % width];
      return y % 2 === 0 || x === (y % 4 === 1 ? width - 1 : 0) ? 7 : 0;
    });
    const from = new Float64Array(path.length);
    from[(height - 1) * width + 3] = 5;
    const limits = new NdArray({ data: path, shape: [height, width] });
    expect(await nested(reconstruction(new NdArray({ data: from, shape: [height, width] }), { mask: limits, footprint: cross }))).toEqual(
      new NdArray({ data: path.map((value) => Math.min(value, 5)), shape: [height, width] }).toNested(),
    );
  });

  it("equals dilations one by one on noise", async () => {
    const shape = [23, 31] as const;
    const limits = Float64Array.from({ length: 23 * 31 }, (_, i) => ((i * 48271) % 10007) / 7);
    const from = limits.map((value, i) => (i % 5 === 0 ? value : value - ((i * 69621) % 900)));
    const result = (await reconstruction(new NdArray({ data: from, shape }), { mask: new NdArray({ data: limits, shape }) })) as NdArray;
    expect(result.toNested()).toEqual(new NdArray({ data: naive(from, limits, shape), shape }).toNested());
  });

  it("keeps the dtype, and is float64 natively where dtypes differ", async () => {
    expect(((await reconstruction(seed, { mask })) as NdArray).dtype).toBe("uint8");
    const { image } = await nativeOutputs<{ image: NdArray }>("reconstruction", NdArray.zeros([2], "uint8"), { mask: NdArray.from([0.5, 1.5], "float32") });
    expect([image.dtype, image.toNested()]).toEqual(["float64", [0, 0]]);
  });

  it("of an empty image is empty", async () => {
    expect(((await reconstruction(NdArray.zeros([0, 3]), { mask: NdArray.zeros([0, 3]) })) as NdArray).shape).toEqual([0, 3]);
  });

  it.each([
    [seed, { mask: seed, method: "erosion", footprint: { shape: "square", size: 2 } }, /offset where an extent of the footprint is even/],
    [seed, { mask, footprint: cross, offset: [1, 3] }, /offset inside of the footprint/], [seed, { mask: NdArray.zeros([4, 4], "uint8") }, /mask of the seed's shape/],
    [mask, { mask: seed }, /"seed" must nowhere exceed the mask .* at element 0/], [seed, { mask, method: "erosion" }, /fall below the mask .* at element 0/],
    [NdArray.from([1, NaN]), { mask: NdArray.from([1, 2]) }, /NaN.* at element 1/], [seed, {}, /mask/],
  ] as const)("refuses a seed that breaks the rules: %#", async (from, parameters, message) => {
    await expect(reconstruction(from, parameters as never)).rejects.toThrow(message);
  });
});
