import { NdArray, type Dtype } from "@openhcs/core";
import { cast } from "@openhcs/functions";
import { expect, it } from "vitest";

function castTo(values: readonly (number | bigint)[], from: Dtype, dtype: Dtype, convention: "saturate" | "numpy"): unknown {
  const result = cast.reference({ image: NdArray.from(values as never, from) }, { dtype, convention }, {} as never) as NdArray;
  return [result.dtype, result.toNested()];
}

it("saturates and rounds half to even", () => {
  expect(castTo([-1, 0.5, 1.5, 300, NaN, -Infinity], "float32", "uint8", "saturate")).toEqual(["uint8", [0, 0, 2, 255, 0, 0]]);
});

it("truncates and wraps as a C cast does", () => {
  expect(castTo([-1.9, 1.9, 300.5, NaN, Infinity], "float32", "int16", "numpy")).toEqual(["int16", [-1, 1, 300, 0, 0]]);
  expect(castTo([256, 257, 65535], "uint16", "uint8", "numpy")).toEqual(["uint8", [0, 1, 255]]);
  expect(castTo([2n ** 33n + 5n, -1n], "int64", "uint8", "numpy")).toEqual(["uint8", [5, 255]]);
  expect(castTo([-1, 2], "int8", "uint64", "numpy")).toEqual(["uint64", [2n ** 64n - 1n, 2n]]);
});

it("makes everything but zero true", () => {
  expect(castTo([0, 0.5, NaN], "float32", "bool", "numpy")).toEqual(["bool", [0, 1, 1]]);
});

it("copies where the dtype stays", () => {
  const image = NdArray.from([1, 2], "uint8");
  const copy = cast.reference({ image }, { dtype: "uint8", convention: "numpy" }, {} as never) as NdArray;
  expect(copy.data.buffer).not.toBe(image.data.buffer);
});

it("refuses unknown dtypes", async () => {
  await expect(cast(NdArray.zeros([1]), { dtype: "float8" as never })).rejects.toThrow(/"dtype" must be one of/);
});
