import { fileURLToPath } from "node:url";
import { NdArray, type Dtype } from "@openhcs/core";
import { readImage, readPlate, readWell } from "@openhcs/io";
import { describe, expect, it } from "vitest";
import { expectRefusal } from "./expect-refusal.js";
import { arrayOf, bytesOf, pattern } from "./pattern.js";

const pathOf = (path: string) => fileURLToPath(new URL(`fixtures/zarr/${path}`, import.meta.url));
const um = (value: number) => ({ value: expect.closeTo(value, 9) as number, unit: "µm" });

function expectSame(actual: NdArray, expected: NdArray): void {
  expect(String(actual)).toBe(String(expected));
  expect(bytesOf(actual).equals(bytesOf(expected))).toBe(true);
}

describe.each([["0.4", "image-04.ome.zarr"], ["0.5", "image-05.ome.zarr"]])("an OME-Zarr image of version %s that others made", (_, file) => {
  it("has pixels, axes, pixel size and channel names, without the axis T of extent 1", async () => {
    const image = await readImage(pathOf(file));
    expectSame(image.array, pattern([1, 2, 3, 20, 18], "uint16").slice(0));
    expect([image.axes, image.channelNames, image.levelCount]).toEqual(["CZYX", ["DAPI", "β-tubulin"], 2]);
    expect(image.pixelSize).toEqual({ x: um(0.65), y: um(0.65), z: um(2) });
  });

  it("gives another level with its own pixel size", async () => {
    const { array, pixelSize } = await readImage(pathOf(file), { level: 1 });
    expectSame(array, pattern([1, 2, 3, 10, 9], "uint16").slice(0));
    expect(pixelSize).toEqual({ x: um(1.3), y: um(1.3), z: um(2) });
  });

  it("gives a page alone, counted through channels and depths", async () => {
    const { array, axes } = await readImage(pathOf(file), { page: 4 });
    expectSame(array, pattern([1, 2, 3, 20, 18], "uint16").slice(0, 1, 1));
    expect(axes).toBe("YX");
  });

  it("refuses a page, a level, a series or a label image that it does not have", async () => {
    expect(await expectRefusal(pathOf(file), "IMAGE_REQUEST", { page: 6 })).toMatch(/"page" must be an integer in \[0, 5\], received 6/);
    expect(await expectRefusal(pathOf(file), "IMAGE_REQUEST", { level: 2 })).toMatch(/"level" must be an integer in \[0, 1\], received 2/);
    expect(await expectRefusal(pathOf(file), "IMAGE_REQUEST", { series: 1 })).toMatch(/"series" must be an integer in \[0, 0\], received 1/);
    expect(await expectRefusal(pathOf(file), "IMAGE_REQUEST", { label: "cells" })).toMatch(/"label" must be one of .*received "cells"/);
  });
});

describe("label images", () => {
  it("are named by the image beside them and read by name", async () => {
    const { labelNames } = await readImage(pathOf("image-04.ome.zarr"));
    expect(labelNames).toEqual(["nuclei"]);
    const { array, axes } = await readImage(pathOf("image-04.ome.zarr"), { label: "nuclei" });
    expectSame(array, pattern([3, 20, 18], "int32"));
    expect(axes).toBe("ZYX");
  });
});

describe("a plate", () => {
  it("lists its rows, columns, wells and fields", async () => {
    expect(await readPlate(pathOf("plate-04.ome.zarr"))).toEqual({
      name: "plate", rows: ["A", "B"], columns: ["1", "02"],
      wells: [
        { row: "A", column: "1", path: "A/1", fields: [{ path: "A/1/0", acquisition: 0 }, { path: "A/1/1", acquisition: 1 }] },
        { row: "B", column: "02", path: "B/02", fields: [{ path: "B/02/0", acquisition: 0 }] },
      ],
    });
    expect(await readPlate(pathOf("image-04.ome.zarr"))).toBeUndefined();
  });

  it.each([[0, "A/1/0", 12], [1, "A/1/1", 13], [2, "B/02/0", 22]])("has field %d as a series and under its path %s", async (series, path, height) => {
    const image = await readImage(pathOf("plate-04.ome.zarr"), { series });
    expectSame(image.array, pattern([2, height, 10], "uint16"));
    expect([image.axes, image.seriesCount]).toEqual(["CYX", 3]);
    expectSame((await readImage(pathOf(`plate-04.ome.zarr/${path}`))).array, image.array);
  });

  it("has wells that are read by themselves", async () => {
    expect(await readWell(pathOf("plate-04.ome.zarr/A/1"))).toEqual([{ path: "0", acquisition: 0 }, { path: "1", acquisition: 1 }]);
    expect(await readWell(pathOf("plate-04.ome.zarr"))).toBeUndefined();
    const { array, seriesCount } = await readImage(pathOf("plate-04.ome.zarr/A/1"), { series: 1 });
    expect([String(array), seriesCount]).toEqual(["NdArray(uint16, [2, 13, 10])", 2]);
  });
});

describe("several images in one folder", () => {
  it("are its series", async () => {
    const { array, seriesCount, axes } = await readImage(pathOf("layout.zarr"), { series: 1 });
    expectSame(array, pattern([3, 8, 6], "uint16"));
    expect([seriesCount, axes]).toEqual([2, "ZYX"]);
  });
});

describe("plain arrays of Zarr 2 by zarr-python 2", () => {
  it.each<[string, number[], Dtype, string]>([
    ["big-endian-f", [5, 7, 4], "float32", "QYX"], ["dots", [5, 7], "int16", "YX"], ["lz4", [5, 7], "uint64", "YX"], ["gzip", [5, 7], "int64", "YX"],
    ["bool", [5, 7], "bool", "YX"], ["half", [5, 7], "float16", "YX"], ["double", [300], "float64", "X"],
  ])("%s %j is %s with axes %s", async (name, shape, dtype, axes) => {
    const image = await readImage(pathOf(`arrays.zarr/${name}`));
    expectSame(image.array, pattern(shape, dtype));
    expect([image.axes, image.pixelSize]).toEqual([axes, {}]);
  });

  it.each<[string, Dtype, number]>([["fill-nan", "float32", NaN], ["fill-half", "float16", 1.5], ["fill-uint64", "uint64", 7], ["fill-int16", "int16", -3], ["fill-bool", "bool", 1]])(
    "%s has its fill value where no chunk is", async (name, dtype, fill) => {
      const { array } = await readImage(pathOf(`arrays.zarr/${name}`));
      expectSame(array.slice([0, 2], [0, 3]), pattern([2, 3], dtype));
      expectSame(array.slice([2, 4]), NdArray.full([2, 6], dtype === "uint64" ? BigInt(fill) : fill, dtype));
    });

  it("of rank 0 is read", async () => {
    expect((await readImage(pathOf("arrays.zarr/scalar"))).array.toNested()).toBe(5);
  });

  it("with a filter is refused by its name", async () => {
    expect(await expectRefusal(pathOf("arrays.zarr/delta"), "UNSUPPORTED_IMAGE")).toMatch(/filters are not read.*delta/);
  });
});

describe("plain arrays of Zarr 3 by zarr-python 3", () => {
  const upTo = (count: number, shape: readonly number[], from = 0) => arrayOf(Array.from({ length: count }, (_, i) => i + from), shape, "int16");

  it.each<[string, NdArray]>([
    ["1d.contiguous.b1", arrayOf([1, 0, 1, 0], [4], "bool")], ["1d.contiguous.f2.le", arrayOf([-1000.5, 0, 1000.5, 0], [4], "float16")],
    ["1d.contiguous.f4.be", arrayOf([-1000.5, 0, 1000.5, 0], [4], "float32")], ["1d.contiguous.gzip.i2", upTo(4, [4], 1)],
    ["1d.contiguous.u1", arrayOf([255, 0, 255, 0], [4], "uint8")], ["1d.chunked.ragged.i2", upTo(5, [5], 1)],
    ["2d.chunked.compressed.sharded.filled.i2", upTo(16, [4, 4])], ["2d.chunked.ragged.compressed.sharded.i2", upTo(9, [3, 3], 1)],
    ["3d.chunked.mixed.i2.F", upTo(27, [3, 3, 3])], ["3d.chunked.mixed.compressed.sharded.i2", upTo(27, [3, 3, 3])],
  ])("%s", async (name, expected) => {
    expectSame((await readImage(pathOf(`zarr-python-3/${name}`))).array, expected);
  });

  it("give a page of a sharded one alone", async () => {
    expectSame((await readImage(pathOf("zarr-python-3/3d.chunked.mixed.compressed.sharded.i2"), { page: 1 })).array, upTo(9, [3, 3], 9));
  });

  it.each([["1d.contiguous.delta.i4", /codec "numcodecs\.delta" is not read/], ["1d.string.unicode", /data_type must be one of .*is "\\"string\\""/]])("%s is refused by name", async (name, message) => {
    expect(await expectRefusal(pathOf(`zarr-python-3/${name}`), "UNSUPPORTED_IMAGE")).toMatch(message);
  });
});
