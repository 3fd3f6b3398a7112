import { NdArray } from "@openhcs/core";
import { rollingBall } from "@openhcs/functions";
import { describe, expect, it } from "vitest";

/** ((np.arange(35) * 37) % 50).reshape(5, 7). */
const nested = Array.from({ length: 5 }, (_, y) => Array.from({ length: 7 }, (_, x) => ((7 * y + x) * 37) % 50));
const image = NdArray.from(nested, "uint8");
const background = async (of: NdArray, radius: number) => (await rollingBall(of, { radius }) as NdArray).toNested();

/** The definition: every pixel in reach of every ball. */
function byDefinition(plane: readonly (readonly number[])[], radius: number): number[][] {
  return plane.map((line, y) => line.map((_, x) => Math.min(...plane.flatMap((other, v) => other.map((value, u) => {
    const squared = (v - y) ** 2 + (u - x) ** 2;
    return squared > radius ** 2 ? Infinity : value + (radius - Math.sqrt(radius ** 2 - squared));
  })))));
}

describe("rollingBall", () => {
  it("is that of scikit-image", async () => {
    // skimage.restoration.rolling_ball(x, radius=3)[2], radius=100, and of a stack np.stack([x, x + 5]) with radius=2, [1, 1], 0.19.
    expect((await background(image, 3) as number[][])[2]).toEqual([0, 1, 1, 1, 2, 3, 3]);
    expect((await background(image, 100) as number[][])[2]).toEqual([0, 0, 0, 0, 0, 0, 0]);
    const stack = NdArray.from([nested, nested.map((row) => row.map((value) => value + 5))], "uint8");
    expect((await background(stack, 2) as number[][][])[1]?.[1]).toEqual([0, 1, 6, 7, 4, 3, 4]);
  });

  it("takes radii between pixels, and keeps floats", async () => {
    // rolling_ball(x.astype("f4"), radius=2.5)[1] 0.19.
    const row = (await background(image.cast("float32"), 2.5) as number[][])[1];
    [0.20871, 0.43845, 1.38197, 2.38197, 3.43845, 3.20871, 3.43845].forEach((value, x) => expect(row?.[x]).toBeCloseTo(value, 5));
  });

  it.each([[1, "slope", (y: number, x: number) => 30 * y + x], [2, "noise", (y: number, x: number) => ((y * 7919 + x * 104729) % 251) * 3], [3, "spots", (y: number, x: number) => ((y * x) % 17 === 3 ? 500 : x * 2)]] as const)(
    "finds the lowest place of the whole ball wherever it searches: %i, %s", async (_, __, value) => {
      const plane = Array.from({ length: 21 }, (_row, y) => Array.from({ length: 34 }, (_column, x) => value(y, x)));
      for (const radius of [4, 17.5, 30]) expect(await background(NdArray.from(plane, "float64"), radius)).toEqual(byDefinition(plane, radius));
    },
  );

  it("gives back a constant image, and any image for a radius below 1", async () => {
    expect(await background(NdArray.full([3, 3], 7, "int16"), 5)).toEqual([[7, 7, 7], [7, 7, 7], [7, 7, 7]]);
    expect(await background(image, 0.5)).toEqual(nested);
    expect(await background(NdArray.from([5, 1, 9], "uint8"), 0)).toEqual([5, 1, 9]);
  });

  it("is never touched by NaN, nor by what lies outside", async () => {
    expect(await background(NdArray.from([NaN, 4, NaN, NaN], "float64"), 1)).toEqual([5, 4, 5, Infinity]);
  });

  it("leaves an empty image empty", async () => expect((await rollingBall(NdArray.zeros([0, 4])) as NdArray).shape).toEqual([0, 4]));

  it("refuses negative radii, and balls over more lines than anyone waits for", async () => {
    await expect(rollingBall(image, { radius: -1 })).rejects.toMatchObject({ argument: "radius" });
    await expect(rollingBall(NdArray.zeros([300, 1000, 1]), { radius: 500 })).rejects.toThrow("at most 262144 lines");
  });
});
