import { NdArray } from "@openhcs/core";
import { label } from "@openhcs/functions";
import { expect, it } from "vitest";

interface Labelled {
  readonly labels: NdArray;
  readonly count: number;
}

function labelled(image: NdArray, parameters: Partial<Parameters<typeof label.reference>[1]> = {}): Labelled {
  return label.reference({ image }, { convention: "skimage", ...parameters }, {} as never) as Labelled;
}

const diagonal = NdArray.from([[1, 0, 2], [0, 1, 2]], "uint8");

it("connects corners at the full connectivity that is the default", () => {
  expect(labelled(diagonal)).toMatchObject({ count: 2 });
  expect(labelled(diagonal).labels.toNested()).toEqual([[1, 0, 2], [0, 1, 2]]);
});

it("connects only faces at connectivity 1, numbering in raster order", () => {
  expect(labelled(diagonal, { connectivity: 1 }).labels.toNested()).toEqual([[1, 0, 2], [0, 3, 2]]);
});

it("connects different values under the convention of SciPy alone", () => {
  expect(labelled(diagonal, { convention: "scipy", connectivity: 1 }).labels.toNested()).toEqual([[1, 0, 2], [0, 2, 2]]);
});

it("joins arms that meet late under the number of the first", () => {
  const u = NdArray.from([[1, 0, 1, 0, 1], [1, 0, 1, 1, 1], [1, 1, 1, 0, 0]], "bool");
  expect(labelled(u, { connectivity: 1 }).labels.toNested()).toEqual([[1, 0, 1, 0, 1], [1, 0, 1, 1, 1], [1, 1, 1, 0, 0]]);
});

it("does not connect the ends of neighbouring rows", () => {
  expect(labelled(NdArray.from([[0, 0, 1], [1, 0, 0]], "bool")).count).toBe(2);
});

it("counts neighbours in volumes by the axes that differ", () => {
  const corners = NdArray.from([[[1, 0], [0, 0]], [[0, 0], [0, 1]]], "bool");
  expect([1, 2, 3].map((connectivity) => labelled(corners, { connectivity }).count)).toEqual([2, 2, 1]);
});

it("takes lines, 64-bit integers and floats", () => {
  expect(labelled(NdArray.from([5n, 5n, 0n, 5n], "int64")).labels.toNested()).toEqual([1, 1, 0, 2]);
  expect(labelled(NdArray.from([0.5, 1.25, 1.75, NaN], "float32")).labels.toNested()).toEqual([0, 1, 1, 2]);
  expect(labelled(NdArray.from([0.5, 0, NaN], "float32"), { convention: "scipy" }).labels.toNested()).toEqual([1, 0, 2]);
});

it("gives no labels where there is nothing", () => {
  expect(labelled(NdArray.zeros([4, 3], "bool"))).toMatchObject({ count: 0 });
  expect(labelled(NdArray.zeros([0, 3], "bool"))).toMatchObject({ count: 0, labels: { shape: [0, 3] } });
});

it("labels four million pixels of the worst noise in seconds at most", () => {
  const data = Uint8Array.from({ length: 2048 * 2048 }, (_, i) => ((i * 2654435761) >>> 13) & 1);
  const { labels, count } = labelled(new NdArray({ data, shape: [2048, 2048], dtype: "bool" }), { connectivity: 1 });
  expect(labels.max()).toBe(count);
});

it("refuses a connectivity beyond the axes, planes that OpenCV cannot see, and scalars", async () => {
  await expect(label(diagonal, { connectivity: 3 })).rejects.toThrow(/2 axes have connectivity 1 to 2, not 3/);
  await expect(label(NdArray.zeros([2, 2, 2]), { convention: "cv2" })).rejects.toThrow(/one plane/);
  await expect(label(NdArray.full([], 1))).rejects.toThrow(/axes/);
});
