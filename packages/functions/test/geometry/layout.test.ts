import { NdArray, type Dtype } from "@openhcs/core";
import { crop, flip, roll, rot90, transpose } from "@openhcs/functions";
import { describe, expect, it } from "vitest";
import { expectRefused } from "./expect-values.js";

const image = NdArray.from([[1, 2, 3], [4, 5, 6]], "uint8");
const nested = async (result: Promise<unknown>) => (await result as NdArray).toNested();

describe("flip", () => {
  it("reverses one axis, several, or all", async () => {
    expect(await nested(flip(image, { axis: 0 }))).toEqual([[4, 5, 6], [1, 2, 3]]);
    expect(await nested(flip(image, { axis: [-1] }))).toEqual([[3, 2, 1], [6, 5, 4]]);
    expect(await nested(flip(image))).toEqual([[6, 5, 4], [3, 2, 1]]);
  });

  it.each([[2, /axes in/], [[0, -2], /twice/], [0.5, /axes in/]] as const)("refuses the axis %j", async (axis, message) => {
    await expectRefused(flip(image, { axis }), message);
  });
});

describe("rot90", () => {
  it.each([
    [1, [[3, 6], [2, 5], [1, 4]]], [2, [[6, 5, 4], [3, 2, 1]]], [-1, [[4, 1], [5, 2], [6, 3]]], [4, [[1, 2, 3], [4, 5, 6]]],
  ])("turns %i times as numpy.rot90 does", async (k, expected) => {
    expect(await nested(rot90(image, { k }))).toEqual(expected);
    expect(await nested(rot90(image, { k: -k, axes: [-1, 0] }))).toEqual(expected);
  });

  it("refuses an axis named twice", () => expectRefused(rot90(image, { axes: [0, -2] }), /twice/));
});

describe("transpose", () => {
  it("puts axis axes[i] at i, or reverses the order", async () => {
    const stack = NdArray.from([[[1, 2], [3, 4], [5, 6]]], "float32");
    expect(await nested(transpose(stack, { axes: [1, -1, 0] }))).toEqual([[[1], [2]], [[3], [4]], [[5], [6]]]);
    expect((await transpose(stack) as NdArray).shape).toEqual([2, 3, 1]);
  });

  it.each([[[0], /2 axes/], [[0, 0], /twice/], [[0, 2], /axes in/]] as const)("refuses the axes %j", async (axes, message) => {
    await expectRefused(transpose(image, { axes }), message);
  });
});

describe("roll", () => {
  it("moves elements round the ends of axes, or of the whole line", async () => {
    expect(await nested(roll(image, { shift: 1 }))).toEqual([[6, 1, 2], [3, 4, 5]]);
    expect(await nested(roll(image, { shift: -4, axis: 1 }))).toEqual([[2, 3, 1], [5, 6, 4]]);
    expect(await nested(roll(image, { shift: [1, 1, 1], axis: [0, 1, -1] }))).toEqual([[5, 6, 4], [2, 3, 1]]);
    expect(await nested(roll(image, { shift: 1, axis: [0, 1] }))).toEqual([[6, 4, 5], [3, 1, 2]]);
  });

  it.each([[{ shift: 0.5 }, /integer/], [{ shift: [1, 2] }, /one shift/], [{ shift: 1, axis: 2 }, /axes in/], [{ shift: [1, 2], axis: [0, 1, 0] }, /as many/]] as const)("refuses %o", async (parameters, message) => {
    await expectRefused(roll(image, parameters), message);
  });
});

describe("crop", () => {
  it("takes the box of Python slices", async () => {
    expect(await nested(crop(image, { start: [0, 1], stop: [2, 3] }))).toEqual([[2, 3], [5, 6]]);
    expect(await nested(crop(image, { start: [-1], stop: [99] }))).toEqual([[4, 5, 6]]);
    expect(await nested(crop(image, { start: [null, 2], step: [-1, -2] }))).toEqual([[6, 4], [3, 1]]);
    expect((await crop(image, { start: [2, 2], stop: [1, 9] }) as NdArray).shape).toEqual([0, 1]);
  });

  it.each([[{ step: [0] }, /step of 0/], [{ start: [1, 1, 1] }, /at most one start/], [{ stop: ["a"] }, /integers or null/]] as const)("refuses %o", async (parameters, message) => {
    await expectRefused(crop(image, parameters), message);
  });
});

describe("layout functions", () => {
  it.each(["bool", "int64", "uint64", "float16", "float64", "uint32"] as const satisfies readonly Dtype[])("move %s as it is", async (dtype) => {
    const array = NdArray.from([[1, 0], [1, 1]], "uint8").cast(dtype);
    for (const result of [await flip(array, { axis: [0, 1] }), await rot90(array, { k: 2 }), await roll(array, { shift: 1, axis: [0, 1] })] as NdArray[]) {
      expect(result.dtype).toBe(dtype);
    }
    expect((await nested(transpose(array)) as unknown[][]).flat().map(Number)).toEqual([1, 1, 0, 1]);
    expect((await nested(roll(array, { shift: 1 })) as unknown[][]).flat().map(Number)).toEqual([1, 1, 0, 1]);
    expect((await nested(crop(array, { start: [1] })) as unknown[][]).flat().map(Number)).toEqual([1, 1]);
  });

  it("give empty images back", async () => {
    const empty = NdArray.zeros([0, 3], "int16");
    for (const result of [await flip(empty), await roll(empty, { shift: 2 }), await crop(empty, {})] as NdArray[]) expect(result.shape).toEqual([0, 3]);
    expect((await rot90(empty) as NdArray).shape).toEqual([3, 0]);
  });
});
