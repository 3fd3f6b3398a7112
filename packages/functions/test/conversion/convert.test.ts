import { NdArray, type Dtype } from "@openhcs/core";
import { convert } from "@openhcs/functions";
import { expect, it } from "vitest";

type Target = "bool" | "uint8" | "uint16" | "int16" | "float32" | "float64";

function converted(values: readonly (number | bigint)[], from: Dtype, to: Target, fromMask = false): unknown {
  const result = convert.reference({ image: NdArray.from(values as never, from) }, { to, fromMask }, {} as never) as NdArray;
  return [result.dtype, result.toNested()];
}

// Expected values: skimage.util.img_as_* of scikit-image 0.19.3.
const expectations: readonly (readonly [Dtype, Target, readonly (number | bigint)[], readonly number[]])[] = [
  ["uint8", "uint16", [0, 1, 255], [0, 257, 65535]],
  ["uint8", "int16", [1, 255], [128, 32767]],
  ["int8", "uint8", [-5, 1, 127], [0, 2, 255]],
  ["int8", "int16", [-128, 0, 127], [-32768, 128, 32767]],
  ["int16", "uint8", [-300, 300, 32767], [0, 2, 255]],
  ["uint32", "uint8", [2 ** 31, 2 ** 32 - 1], [128, 255]],
  ["int64", "uint16", [2n ** 62n, -1n], [32768, 0]],
  ["int8", "float64", [-128, 127], [-1, 1]],
  ["float32", "int16", [-1, -0.5, 0, 1], [-32768, -16384, 0, 32767]],
  ["float64", "uint8", [-0.5, 0.5, 1, NaN], [0, 128, 255, 0]],
  ["uint8", "bool", [127, 128], [0, 1]],
  ["bool", "uint16", [0, 1], [0, 65535]],
  ["bool", "float32", [0, 1], [0, 1]],
];

it.each(expectations)("rescales %s to %s", (from, to, values, expected) => {
  expect(converted(values, from, to)).toEqual([to, expected]);
});

it("leaves integers unscaled that fit into the narrower dtype already", () => {
  expect(converted([0, 7, 255], "uint16", "uint8")).toEqual(["uint8", [0, 7, 255]]);
  expect(converted([0, 7, 256], "uint16", "uint8")).toEqual(["uint8", [0, 0, 1]]);
});

it("reads a mask of bytes as one", () => {
  expect(converted([0, 1, 9], "uint8", "uint8", true)).toEqual(["uint8", [0, 255, 255]]);
});

it("takes an empty image", () => {
  expect(convert.reference({ image: NdArray.zeros([0, 3], "uint16") }, { to: "uint8", fromMask: false }, {} as never)).toMatchObject({ shape: [0, 3] });
});

it("refuses floats outside of [-1, 1] and says which", async () => {
  await expect(convert(NdArray.from([0, 1.5], "float32"), { to: "uint8" })).rejects.toThrow(/must lie in \[-1, 1\].*received 1\.5/);
});
