import ndarray from "ndarray";
import { dtypes, fromScijs, fromZarrChunk, NdArray, toScijs, toZarrChunk, type TypedArray } from "@openhcs/core";
import { beforeAll, describe, expect, it } from "vitest";
import * as zarr from "zarrita";

describe("a scijs ndarray", () => {
  const values = Float32Array.from({ length: 24 }, (_, i) => i);

  it("is seen through its own strides and offset, without a copy", () => {
    const theirs = ndarray(values, [2, 3, 4]).pick(1, null, null).transpose(1, 0).step(-2, 1);
    const ours = fromScijs({ data: theirs.data as TypedArray, shape: theirs.shape, stride: theirs.stride, offset: theirs.offset });
    expect(ours.data).toBe(values);
    expect(ours.shape).toEqual([2, 3]);
    for (let y = 0; y < 2; y++) for (let x = 0; x < 3; x++) expect(ours.get(y, x)).toBe(theirs.get(y, x));
  });

  it("sees ours in the same way", () => {
    const ours = new NdArray({ data: values, shape: [4, 6] }).slice([3, null, -2], [1, 5]);
    const { data, shape, stride, offset } = toScijs(ours);
    const theirs = ndarray(data as Float32Array, [...shape], [...stride], offset);
    expect(theirs.data).toBe(values);
    for (let y = 0; y < 2; y++) for (let x = 0; x < 4; x++) expect(theirs.get(y, x)).toBe(ours.get(y, x));
  });

  it("may be said to hold bools or float16", () => {
    const { data, shape, stride, offset } = ndarray(Uint16Array.of(0x3c00, 0xc000), [2]);
    expect(fromScijs({ data, shape, stride, offset }, "float16").toNested()).toEqual([1, -2]);
  });
});

describe("a zarrita chunk", () => {
  const root = zarr.root(new Map<string, Uint8Array>());
  let count = 0;
  const written = async (dataType: zarr.DataType, chunk: { data: unknown; shape: number[]; stride: number[] }) => {
    const array = await zarr.create(root.resolve(`array${count++}`), { shape: chunk.shape, chunkShape: chunk.shape, dtype: dataType });
    await zarr.set(array, null, chunk as never);
    return array;
  };
  const numeric = dtypes.filter((dtype) => dtype !== "bool" && dtype !== "float16");

  it.each(numeric)("of %s goes there and back", async (dtype) => {
    const ours = NdArray.from([[1, 2, 3], [4, 5, 6]], dtype).transpose();
    const array = await written(dtype as zarr.DataType, toZarrChunk(ours));
    const back = fromZarrChunk(await zarr.get(array) as never);
    expect(back.dtype).toBe(dtype);
    expect(back.toNested()).toEqual(ours.toNested());
    const chunk = await array.getChunk([0, 0]);
    expect(fromZarrChunk(chunk as never).data).toBe(chunk.data);
  });

  describe("of bool", () => {
    let chunk: Awaited<ReturnType<typeof zarr.get>>;
    beforeAll(async () => {
      const data = new zarr.BoolArray(4);
      data.set(1, true);
      data.set(2, true);
      chunk = await zarr.get(await written("bool", { data, shape: [2, 2], stride: [2, 1] }));
    });

    it("needs its dtype and becomes bytes of 0 and 1", () => {
      const ours = fromZarrChunk(chunk as never, "bool");
      expect(ours).toMatchObject({ dtype: "bool", shape: [2, 2] });
      expect(ours.toNested()).toEqual([[0, 1], [1, 0]]);
    });

    it("is refused without it", () => expect(() => fromZarrChunk(chunk as never)).toThrow(expect.objectContaining({ code: "INVALID_ARRAY" })));
  });

  it("of bytes is bool where its dtype says so", () => {
    const data = Uint8Array.of(0, 1);
    expect(fromZarrChunk({ data, shape: [2], stride: [1] }, "bool")).toMatchObject({ dtype: "bool", data });
  });

  it("of float16 is a view on its bits", ({ skip }) => {
    const Float16 = (globalThis as { Float16Array?: typeof Float32Array }).Float16Array;
    if (Float16 === undefined) return skip("this Node has no Float16Array");
    const data = Float16.from([1, -2, 0.5]);
    const ours = fromZarrChunk({ data, shape: [3], stride: [1] });
    expect(ours.toNested()).toEqual([1, -2, 0.5]);
    expect(ours.data.buffer).toBe(data.buffer);
  });
});
