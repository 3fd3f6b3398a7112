import { NdArray, type Dtype } from "@openhcs/core";
import { invert } from "@openhcs/functions";
import { expect, it } from "vitest";

const expectations: readonly (readonly [Dtype, readonly (number | bigint)[], readonly (number | bigint)[]])[] = [
  ["bool", [0, 1], [1, 0]],
  ["uint8", [0, 100, 255], [255, 155, 0]],
  ["uint32", [0, 4294967295], [4294967295, 0]],
  ["int8", [-128, 0, 127], [127, -1, -128]],
  ["uint64", [0n, 1n], [2n ** 64n - 1n, 2n ** 64n - 2n]],
  ["int64", [-(2n ** 63n)], [2n ** 63n - 1n]],
  ["float16", [0.25, 2], [0.75, -1]],
  ["float32", [0.25, NaN, Infinity], [0.75, NaN, -Infinity]],
];

it.each(expectations)("reverses the range of %s", async (dtype, values, inverse) => {
  const inverted = await invert(NdArray.from(values as never, dtype)) as NdArray;
  expect([inverted.dtype, inverted.toNested()]).toEqual([dtype, inverse]);
});

it("negates floats that span [-1, 1]", async () => {
  expect((await invert(NdArray.from([0.25, -1], "float64"), { signedFloat: true }) as NdArray).toNested()).toEqual([-0.25, 1]);
});
