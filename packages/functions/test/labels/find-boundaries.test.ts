import { NdArray } from "@openhcs/core";
import { findBoundaries } from "@openhcs/functions";
import { expect, it } from "vitest";

// The example of scikit-image's documentation.
const labels = NdArray.from([
  [0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
  [0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
  [0, 0, 0, 0, 0, 5, 5, 5, 0, 0],
  [0, 0, 1, 1, 1, 5, 5, 5, 0, 0],
  [0, 0, 1, 1, 1, 5, 5, 5, 0, 0],
  [0, 0, 1, 1, 1, 5, 5, 5, 0, 0],
  [0, 0, 0, 0, 0, 5, 5, 5, 0, 0],
  [0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
], "uint8");

const rows = (mask: unknown) => ((mask as NdArray).toNested() as number[][]).map((row) => row.join(""));

it("marks both sides of a boundary by default", async () => {
  expect(rows(await findBoundaries(labels))).toEqual([
    "0000000000", "0000011100", "0011111110", "0111110110", "0110110110", "0111110110", "0011111110", "0000011100",
  ]);
});

it("marks the inside alone", async () => {
  expect(rows(await findBoundaries(labels, { mode: "inner" }))).toEqual([
    "0000000000", "0000000000", "0000011100", "0011110100", "0010110100", "0011110100", "0000011100", "0000000000",
  ]);
});

it("marks the outside, and both sides where objects touch", async () => {
  expect(rows(await findBoundaries(labels, { mode: "outer" }))).toEqual([
    "0000000000", "0000011100", "0011110010", "0100110010", "0100110010", "0100110010", "0011110010", "0000011100",
  ]);
});

it("marks the pixels between labels in an image of twice the size", async () => {
  const small = NdArray.from([[0, 0, 0, 0], [0, 0, 5, 0], [0, 1, 5, 0], [0, 0, 5, 0], [0, 0, 0, 0]], "uint8");
  expect(rows(await findBoundaries(small, { mode: "subpixel" }))).toEqual([
    "0000000", "0001110", "0001010", "0111010", "0101010", "0111010", "0001010", "0001110", "0000000",
  ]);
  expect(findBoundaries.outputShape?.({ labels: { shape: [5, 4] } } as never, { mode: "subpixel", connectivity: 1 })).toEqual([9, 7]);
});

it("finds no boundary at the border of the image, on a single pixel, or in nothing", async () => {
  expect(((await findBoundaries(NdArray.full([3, 4], 2, "uint8"))) as NdArray).sum()).toBe(0);
  expect(((await findBoundaries(NdArray.full([1, 1], 2, "uint8"))) as NdArray).sum()).toBe(0);
  expect(((await findBoundaries(NdArray.zeros([0, 2], "uint8"), { mode: "subpixel" })) as NdArray).shape).toEqual([0, 3]);
});

it("refuses a connectivity beyond the axes", async () => {
  await expect(findBoundaries(NdArray.zeros([5], "uint8"), { connectivity: 2 })).rejects.toThrow(/1 axes have connectivity 1 to 1/);
});
