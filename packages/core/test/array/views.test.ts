import { broadcastShapes, NdArray, normalizeAxis } from "@openhcs/core";
import { describe, expect, it } from "vitest";

const counting = (...shape: readonly number[]) => new NdArray({ data: Int32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => i), shape });
const invalid = expect.objectContaining({ code: "INVALID_ARRAY" });

describe("transpose", () => {
  it("reverses the axes by default", () => {
    const array = counting(2, 3, 4);
    const turned = array.transpose();
    expect(turned).toMatchObject({ shape: [4, 3, 2], strides: [1, 4, 12] });
    for (let z = 0; z < 2; z++) for (let y = 0; y < 3; y++) for (let x = 0; x < 4; x++) expect(turned.get(x, y, z)).toBe(array.get(z, y, x));
  });

  it("takes axes counted from the end", () => expect(counting(2, 3, 4).transpose([-1, 0, 1]).shape).toEqual([4, 2, 3]));

  it("leaves a scalar alone", () => expect(NdArray.from(5).transpose().get()).toBe(5));

  it.each([[[0, 1]], [[0, 0, 1]], [[0, 1, 3]], [[0, 1, -2]], [[0, 1, 0.5]]])("refuses the order %j of three axes", (order) => {
    expect(() => counting(2, 3, 4).transpose(order)).toThrow(invalid);
  });
});

describe("squeeze and expandDims", () => {
  it("drop and add axes of extent 1", () => {
    expect(counting(1, 3, 1).squeeze().shape).toEqual([3]);
    expect(counting(1, 3, 1).squeeze(-1).shape).toEqual([1, 3]);
    expect(counting(1).squeeze().toNested()).toBe(0);
    expect(counting(2, 3).expandDims().shape).toEqual([1, 2, 3]);
    expect(counting(2, 3).expandDims(-1).toNested()).toEqual([[[0], [1], [2]], [[3], [4], [5]]]);
  });

  it("refuse an axis that is longer, or is not there", () => {
    expect(() => counting(2, 3).squeeze(1)).toThrow("axis 1 has extent 3 and cannot be squeezed.");
    expect(() => counting(2, 3).squeeze(2)).toThrow(invalid);
    expect(() => counting(2, 3).expandDims(3)).toThrow(invalid);
    expect(() => counting(1, 1, 1, 1, 1, 1, 1, 1).expandDims()).toThrow("at most 8 axes");
  });
});

describe("broadcastTo", () => {
  it("repeats axes of extent 1 and new leading ones without memory", () => {
    const wide = counting(3, 1).broadcastTo([2, 3, 4]);
    expect(wide).toMatchObject({ strides: [0, 1, 0] });
    expect(wide.data.length).toBe(3);
    expect(wide.slice(1).toNested()).toEqual([[0, 0, 0, 0], [1, 1, 1, 1], [2, 2, 2, 2]]);
  });

  it("repeats a scalar, and nothing for an empty shape", () => {
    expect(NdArray.from(3).broadcastTo([2, 2]).toNested()).toEqual([[3, 3], [3, 3]]);
    expect(counting(1).broadcastTo([0]).toNested()).toEqual([]);
  });

  it.each([[[2, 4]], [[3]], [[3, 2]], [[-1, 3]], [[1.5, 3]]])("refuses [2, 3] to %j", (shape) => {
    expect(() => counting(2, 3).broadcastTo(shape)).toThrow(invalid);
  });
});

describe("NumPy's broadcasting rule", () => {
  it.each([
    [[2, 3], [3], [2, 3]], [[3], [2, 1], [2, 3]], [[], [4], [4]], [[0], [1], [0]], [[5, 1, 3], [4, 1], [5, 4, 3]],
  ])("%j and %j give %j", (a, b, both) => {
    expect(broadcastShapes(a, b)).toEqual(both);
    expect(broadcastShapes(b, a)).toEqual(both);
  });

  it("refuses shapes that differ", () => expect(() => broadcastShapes([2, 3], [2])).toThrow("shapes [2, 3] and [2] do not broadcast."));
});

describe("reshape and packed", () => {
  it("give a view where the elements lie in order, else a copy", () => {
    const array = counting(2, 6);
    expect(array.reshape([3, 4]).data).toBe(array.data);
    expect(array.slice(1).reshape([2, 3])).toMatchObject({ offset: 6 });
    const turned = array.transpose().reshape([12]);
    expect(turned.data).not.toBe(array.data);
    expect(turned.toNested()).toEqual([0, 6, 1, 7, 2, 8, 3, 9, 4, 10, 5, 11]);
  });

  it("keep empty arrays and scalars", () => {
    expect(counting(0, 3).reshape([4, 0]).shape).toEqual([4, 0]);
    expect(counting(1).reshape([]).get()).toBe(0);
  });

  it("refuse another number of elements", () => expect(() => counting(2, 3).reshape([4])).toThrow("cannot reshape [2, 3] to [4]."));

  it("see the order through axes of extent 1, whatever their stride", () => {
    const array = new NdArray({ data: Uint8Array.of(1, 2), shape: [2, 1], strides: [1, -77] });
    expect(array.isContiguous).toBe(true);
    expect(array.packed()).toBe(array);
  });

  it("pack a part as a view of exactly its elements", () => {
    const array = counting(3, 2);
    expect(array.packed()).toBe(array);
    const row = array.slice(1).packed();
    expect(row).toMatchObject({ offset: 0, isPacked: true });
    expect(row.data.buffer).toBe(array.data.buffer);
    expect([...row.data]).toEqual([2, 3]);
    expect(array.slice(null, [null, null, -1]).packed().toNested()).toEqual([[1, 0], [3, 2], [5, 4]]);
  });
});

describe("a copy", () => {
  it("never shares memory, not even with a Buffer, whose own slice does", () => {
    const buffer = Buffer.from([1, 2, 3]);
    const copy = new NdArray({ data: buffer, shape: [3] }).copy();
    buffer[0] = 9;
    expect(copy.toNested()).toEqual([1, 2, 3]);
  });

  it.each([[[0, 3]], [[3, 0]], [[2, 0, 3]]])("of an empty transposed array of shape %j is empty", (shape) => {
    expect(counting(...shape).transpose().copy().size).toBe(0);
  });
});

describe("an axis", () => {
  it("counts from the end when negative", () => expect([-3, -1, 0, 2].map((axis) => normalizeAxis(axis, 3))).toEqual([0, 2, 0, 2]));

  it.each([3, -4, 0.5, NaN])("%d is refused for rank 3", (axis) => {
    expect(() => normalizeAxis(axis, 3)).toThrow("axis must be an integer in [-3, 2]");
  });
});
