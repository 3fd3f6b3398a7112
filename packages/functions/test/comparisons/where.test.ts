import { NdArray } from "@openhcs/core";
import { where } from "@openhcs/functions";
import { describe, expect, it } from "vitest";

const condition = NdArray.from([1, 0, 7], "uint8");

async function chosen(parameters: Parameters<typeof where>[1], by: NdArray = condition): Promise<readonly [string, unknown]> {
  const result = await where(by, parameters) as NdArray;
  return [result.dtype, result.toNested()];
}

describe("where", () => {
  const bytes = NdArray.from([10, 20, 30], "uint8");

  it("takes the first image where the condition is not 0, else the second", async () => {
    expect(await chosen({ image: bytes, other: NdArray.from([1, 2, 3], "uint8") })).toEqual(["uint8", [10, 2, 30]]);
    expect(await chosen({ image: bytes, otherValue: 0 }, NdArray.from([NaN, 0, -0], "float32"))).toEqual(["uint8", [10, 0, 0]]);
  });

  it("keeps an image's dtype beside a number that it holds, else makes it a float", async () => {
    expect(await chosen({ image: bytes, otherValue: 255 })).toEqual(["uint8", [10, 255, 30]]);
    expect(await chosen({ image: bytes, otherValue: 256 })).toEqual(["float32", [10, 256, 30]]);
    expect(await chosen({ imageValue: NaN, other: bytes })).toEqual(["float32", [NaN, 20, NaN]]);
    expect(await chosen({ imageValue: 0.5, other: bytes.cast("int32") })).toEqual(["float64", [0.5, 20, 0.5]]);
    expect(await chosen({ imageValue: -1, other: bytes.cast("float16") })).toEqual(["float16", [-1, 20, -1]]);
    expect(await chosen({ imageValue: 2, other: NdArray.from([1n, 2n ** 60n, 3n], "int64") })).toEqual(["int64", [2n, 2n ** 60n, 2n]]);
  });

  it("gives two images a dtype that holds both", async () => {
    expect(await chosen({ image: bytes, other: NdArray.from([1, 1000, 3], "uint16") })).toEqual(["float32", [10, 1000, 30]]);
    expect(await chosen({ image: bytes, other: NdArray.from([1, 2 ** 31 - 1, 3], "int32") })).toEqual(["float64", [10, 2 ** 31 - 1, 30]]);
  });

  it("gives two numbers float32 where it holds them", async () => {
    expect(await chosen({ imageValue: 1, otherValue: NaN })).toEqual(["float32", [1, NaN, 1]]);
    expect(await chosen({ imageValue: 0.1, otherValue: 0 })).toEqual(["float64", [0.1, 0, 0.1]]);
  });

  it("gives the dtype that is asked for", async () => {
    expect(await chosen({ image: bytes, otherValue: 0.1, outDtype: "float64" })).toEqual(["float64", [10, 0.1, 30]]);
    expect(await chosen({ image: bytes, otherValue: 300.5, outDtype: "uint8" })).toEqual(["uint8", [10, 255, 30]]);
    expect(await chosen({ image: bytes, other: bytes.cast("int64"), outDtype: "float16" })).toEqual(["float16", [10, 20, 30]]);
  });

  it("broadcasts all three", async () => {
    const result = await where(NdArray.from([[1], [0]], "bool"), { image: NdArray.from([1, 2], "float32"), other: NdArray.full([2, 1, 1], 9, "float32") }) as NdArray;
    expect(result.toNested()).toEqual([[[1, 2], [9, 9]], [[1, 2], [9, 9]]]);
    expect(where.outputShape?.({ condition: { shape: [2, 1] }, image: { shape: [2] }, other: { shape: [2, 1, 1] } } as never, {} as never)).toEqual([2, 2, 2]);
  });

  it("refuses branches that do not fit", async () => {
    await expect(where(condition, { imageValue: 1 })).rejects.toThrow(/exactly one of the array "other" and the number "otherValue"/);
    await expect(where(condition, { image: bytes, imageValue: 1, otherValue: 0 })).rejects.toThrow(/exactly one of the array "image"/);
    await expect(where(condition, { image: NdArray.zeros([4]), otherValue: 0 })).rejects.toThrow(/do not broadcast/);
    await expect(where(condition, { image: bytes, other: bytes.cast("int64") })).rejects.toThrow(/uint8 and int64 have no common dtype/);
  });
});
