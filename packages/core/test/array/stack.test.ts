import { NdArray, stack, stackSlices, unstackSlices } from "@openhcs/core";
import { describe, expect, it } from "vitest";

const invalid = (message: string) => expect.objectContaining({ code: "INVALID_ARRAY", message: expect.stringContaining(message) });
const plane = (first: number) => NdArray.from([[first, first + 1], [first + 2, first + 3]], "uint16");

describe("stackSlices", () => {
  it("copies planes into a stack of their dtype", () => {
    const planes = [plane(0), plane(10).transpose()];
    const stacked = stackSlices(planes);
    expect(stacked).toMatchObject({ dtype: "uint16", shape: [2, 2, 2] });
    expect(stacked.toNested()).toEqual([[[0, 1], [2, 3]], [[10, 12], [11, 13]]]);
    planes[0]?.set([0, 0], 99);
    expect(stacked.get(0, 0, 0)).toBe(0);
  });

  it.each<[string, readonly NdArray[], string]>([
    ["an empty list", [], "at least one array, received none"],
    ["a slice that is not a plane", [plane(0), NdArray.zeros([2, 2, 2], "uint16")], "needs 2D slices; 1 is NdArray(uint16, [2, 2, 2])"],
    ["unequal shapes", [plane(0), NdArray.zeros([2, 1], "uint16")], "equal shapes and dtypes; 0 is NdArray(uint16, [2, 2]), 1 is NdArray(uint16, [2, 1])"],
    ["unequal dtypes", [plane(0), NdArray.zeros([2, 2], "uint8")], "equal shapes and dtypes"],
    ["float16 beside uint16, which lie in the same class", [plane(0), NdArray.zeros([2, 2], "float16")], "equal shapes and dtypes"],
  ])("refuses %s", (_, slices, message) => expect(() => stackSlices(slices)).toThrow(invalid(message)));

  it("stacks empty planes", () => expect(stackSlices([NdArray.zeros([0, 3]), NdArray.zeros([0, 3])]).shape).toEqual([2, 0, 3]));
});

describe("stack", () => {
  it("takes arrays of any rank and of 64 bits", () => {
    expect(stack([NdArray.from(1n), NdArray.from(2n)]).toNested()).toEqual([1n, 2n]);
    expect(() => stack([NdArray.zeros([1, 1, 1, 1, 1, 1, 1, 1])])).toThrow(invalid("at most 8 axes"));
  });
});

describe("unstackSlices", () => {
  const volume = NdArray.from([[[1, 2]], [[3, 4]], [[5, 6]]], "uint8");

  it("copies, unless views are asked for", () => {
    const own = volume.copy();
    const [copy] = unstackSlices(own);
    const [view] = unstackSlices(own, { views: true });
    own.set([0, 0, 0], 99);
    expect([copy?.get(0, 0), view?.get(0, 0)]).toEqual([1, 99]);
  });

  it("undoes stackSlices", () => expect(stackSlices(unstackSlices(volume)).toNested()).toEqual(volume.toNested()));

  it("gives no planes for an empty stack", () => expect(unstackSlices(NdArray.zeros([0, 2, 2]))).toEqual([]));

  it.each([[[4]], [[2, 2]], [[1, 1, 2, 2]]])("refuses shape %j", (shape) => {
    expect(() => unstackSlices(NdArray.zeros(shape))).toThrow(invalid("unstackSlices needs a 3D array"));
  });
});
