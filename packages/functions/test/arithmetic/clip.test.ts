import { NdArray } from "@openhcs/core";
import { clip } from "@openhcs/functions";
import { expect, it } from "vitest";

async function clipped(values: readonly (number | bigint)[], dtype: NdArray["dtype"], bounds: { min?: number; max?: number }): Promise<unknown> {
  return (await clip(NdArray.from(values as never, dtype), bounds) as NdArray).toNested();
}

it("clips floats and keeps NaN", async () => {
  expect(await clipped([NaN, -Infinity, 0.5, 2], "float32", { min: 0, max: 1 })).toEqual([NaN, 0, 0.5, 1]);
});

it("gives the upper bound where the bounds are crossed, as NumPy does", async () => {
  expect(await clipped([1, 7, 20], "float32", { min: 10, max: 5 })).toEqual([5, 5, 5]);
});

it("truncates and saturates bounds that an integer dtype cannot hold", async () => {
  expect(await clipped([0, 100, 255], "uint8", { min: 2.9, max: 1000 })).toEqual([2, 100, 255]);
  expect(await clipped([-5n, 5n], "int64", { min: -2 })).toEqual([-2n, 5n]);
});

it("decodes float16", async () => {
  expect(await clipped([-1, 0.25, 3], "float16", { min: 0, max: 1 })).toEqual([0, 0.25, 1]);
});

it("refuses to clip by nothing", async () => {
  await expect(clip(NdArray.zeros([2]), {})).rejects.toThrow(/need "min", "max" or both/);
});
