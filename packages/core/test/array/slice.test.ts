import { NdArray, type Range } from "@openhcs/core";
import { describe, expect, it } from "vitest";

/** What Python's documentation says of `s[i:j:k]`: the items i, i + k, i + 2k, …, stopping before j is reached. */
function pythonSlice(items: readonly number[], start: number | null, stop: number | null, step: number | null): number[] {
  const k = step ?? 1;
  const n = items.length;
  const place = (index: number) => (index < 0 ? index + n : index);
  const taken: number[] = [];
  let i = start === null ? (k > 0 ? 0 : n - 1) : place(start);
  if (k > 0 && i < 0) i = 0;
  if (k < 0 && i > n - 1) i = n - 1;
  for (const j = stop === null ? (k > 0 ? n : -1) : place(stop); k > 0 ? i < j && i < n : i > j && i >= 0; i += k) taken.push(items[i] as number);
  return taken;
}

const bounds = [null, ...Array.from({ length: 13 }, (_, i) => i - 6), -(2 ** 40), 2 ** 40];
const steps = [null, 1, 2, 3, 7, -1, -2, -3, -7];

describe("a slice of one axis", () => {
  it.each([0, 1, 2, 5])("is Python's for every start, stop and step on %i elements", (n) => {
    const items = Array.from({ length: n }, (_, i) => i);
    const array = new NdArray({ data: Float64Array.from(items), shape: [n] });
    for (const start of bounds) for (const stop of bounds) for (const step of steps) {
      const part = array.slice([start, stop, step]);
      expect(part.toNested(), `[${start}:${stop}:${step}]`).toEqual(pythonSlice(items, start, stop, step));
      expect(part.data).toBe(array.data);
    }
  });

  it("of a slice is a slice of the same elements", () => {
    const array = NdArray.from([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(array.slice([8, 1, -2]).slice([null, null, -1]).toNested()).toEqual([2, 4, 6, 8]);
    expect(array.slice([5, 5]).slice([null, null, -1]).toNested()).toEqual([]);
  });
});

describe("a slice of several axes", () => {
  const array = new NdArray({ data: Uint8Array.from({ length: 24 }, (_, i) => i), shape: [2, 3, 4] });

  it("drops an axis by an index, keeps one by a range or null, and all that are not named", () => {
    expect(array.slice(1).shape).toEqual([3, 4]);
    expect(array.slice(null, -1)).toMatchObject({ shape: [2, 4], offset: 8, strides: [12, 1] });
    expect(array.slice(1, 2, 3)).toMatchObject({ rank: 0, offset: 23 });
    expect(array.slice().toNested()).toEqual(array.toNested());
    expect(array.slice([], [2, 0, -1], [1, null, 2]).toNested()).toEqual([[[9, 11], [5, 7]], [[21, 23], [17, 19]]]);
  });

  it("shares memory both ways", () => {
    const own = array.copy();
    own.slice(0, 0).set([0], 99);
    expect(own.get(0, 0, 0)).toBe(99);
  });

  it.each<[string, readonly Range[]]>([
    ["an index beyond the extent", [2]], ["one before the beginning", [-3]], ["a fractional index", [0.5]], ["step 0", [[0, 1, 0]]],
    ["a fractional step", [[0, 1, 0.5]]], ["a bound that is not a number", [[NaN]]], ["more ranges than axes", [0, 0, 0, 0]],
  ])("refuses %s", (_, ranges) => {
    expect(() => array.slice(...ranges)).toThrow(expect.objectContaining({ code: "INVALID_ARRAY" }));
  });

  it("refuses an index into an empty axis", () => {
    expect(() => NdArray.zeros([0]).slice(0)).toThrow("index 0 is outside of axis 0 with extent 0.");
  });
});
