import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dtypes, isOpenHcsError, NdArray } from "@openhcs/core";
import { imageFormats, readImage, readPlate, writeImage, writePlate, type FolderFormat, type WritableImage, type WriteImageOptions } from "@openhcs/io";
import { afterAll, describe, expect, it } from "vitest";
import { bytesOf, pattern } from "./pattern.js";

const folder = mkdtempSync(join(tmpdir(), "openhcs-io-"));
afterAll(() => rmSync(folder, { recursive: true }));
const path = (name: string) => join(folder, name);
const um = (value: number) => ({ value, unit: "µm" });
const json = (...parts: string[]) => JSON.parse(readFileSync(path(join(...parts)), "utf8")) as Record<string, unknown>;

async function roundTrip(name: string, image: WritableImage, options: WriteImageOptions = {}) {
  await writeImage(path(name), image, options);
  const read = await readImage(path(name));
  expect(String(read.array)).toBe(String(image.array));
  expect(bytesOf(read.array).equals(bytesOf(image.array))).toBe(true);
  return read;
}

async function refusal(begin: () => Promise<void>, code: string): Promise<string> {
  const before = readdirSync(folder);
  const error: unknown = await begin().then(() => undefined, (reason: unknown) => reason);
  expect(isOpenHcsError(error, code as "IMAGE_FILE"), `expected ${code}, received ${String(error)}`).toBe(true);
  expect(readdirSync(folder)).toEqual(before);
  return String(error);
}

describe.each(["0.4", "0.5"] as const)("OME-Zarr %s comes back as it was written", (ngffVersion) => {
  it.each(dtypes)("in %s, deflated and not", async (dtype) => {
    await roundTrip(`${dtype}.ome.zarr`, { array: pattern([37, 29], dtype), axes: "YX" }, { ngffVersion, tileSize: 16 });
    await roundTrip(`${dtype}.ome.zarr`, { array: pattern([37, 29], dtype), axes: "YX" }, { ngffVersion, compression: "none" });
  });

  it("with pixel size, channel names and label images", async () => {
    const image = { array: pattern([2, 3, 20, 18], "uint16"), axes: "CZYX", pixelSize: { x: um(0.3), y: um(0.4), z: um(2) }, channelNames: ["DAPI", "β"], labels: { nuclei: pattern([3, 20, 18], "int32"), cells: pattern([20, 18], "uint8") } };
    const read = await roundTrip("whole.ome.zarr", image, { ngffVersion });
    expect([read.axes, read.pixelSize, read.channelNames, read.labelNames]).toEqual(["CZYX", image.pixelSize, image.channelNames, ["nuclei", "cells"]]);
    for (const [label, array] of Object.entries(image.labels)) expect(bytesOf((await readImage(path("whole.ome.zarr"), { label })).array).equals(bytesOf(array))).toBe(true);
  });

  it("with label images in the order of axes in which the image was given", async () => {
    const labels = { cells: pattern([20, 3, 18], "uint16"), nuclei: pattern([20, 18], "uint16") };
    await writeImage(path("turned.ome.zarr"), { array: pattern([20, 3, 18, 2], "uint8"), axes: "YZXS", labels }, { ngffVersion });
    expect(bytesOf((await readImage(path("turned.ome.zarr"), { label: "cells" })).array).equals(bytesOf(labels.cells.transpose([1, 0, 2])))).toBe(true);
    expect(bytesOf((await readImage(path("turned.ome.zarr"), { label: "nuclei" })).array).equals(bytesOf(labels.nuclei))).toBe(true);
  });

  it("of broadcast values and of masks with channel names", async () => {
    await roundTrip("broadcast.ome.zarr", { array: pattern([20], "uint8").broadcastTo([3, 17, 20]), axes: "ZYX" }, { ngffVersion, tileSize: 16 });
    expect((await roundTrip("masks.ome.zarr", { array: pattern([2, 20, 18], "bool"), axes: "CYX", channelNames: ["a", "b"] }, { ngffVersion })).channelNames).toEqual(["a", "b"]);
  });

  it("from views with any strides", async () => {
    const array = pattern([5, 6, 7], "int16").transpose([2, 0, 1]).slice([null, null, -1], [1, null, 2]);
    await roundTrip("view.ome.zarr", { array, axes: "ZYX" }, { ngffVersion });
  });

  it("in a plate", async () => {
    const images = [11, 12, 13].map((height) => pattern([height, 9], "uint16"));
    const places = [["C", "2"], ["A", "10"], ["C", "2"]] as const;
    const fields = (async function* () { for (const [i, [row, column]] of places.entries()) yield { row, column, image: images[i] as NdArray }; })();
    await writePlate(path("plate.ome.zarr"), fields, { ngffVersion, rows: ["A", "B", "C"] });
    expect(await readPlate(path("plate.ome.zarr"))).toEqual({
      name: "plate", rows: ["A", "B", "C"], columns: ["2", "10"],
      wells: [{ row: "A", column: "10", path: "A/10", fields: [{ path: "A/10/0" }] }, { row: "C", column: "2", path: "C/2", fields: [{ path: "C/2/0" }, { path: "C/2/1" }] }],
    });
    const heights = await Promise.all([0, 1, 2].map(async (series) => (await readImage(path("plate.ome.zarr"), { series })).array.shape[0]));
    expect(heights).toEqual([12, 11, 13]);
  });
});

describe("the metadata of OME-Zarr", () => {
  it("in 0.4 stand where its specification has them", async () => {
    await writeImage(path("04.ome.zarr"), { array: pattern([2, 600, 300], "uint16"), axes: "ZYX", pixelSize: { x: um(0.5), y: um(0.25), z: um(2) } }, { tileSize: 256 });
    expect(readdirSync(path("04.ome.zarr")).sort()).toEqual([".zattrs", ".zgroup", "0", "1", "2"]);
    const space = (name: string) => ({ name, type: "space", unit: "micrometer" });
    expect(json("04.ome.zarr", ".zattrs")).toEqual({ multiscales: [{
      version: "0.4", name: "04", axes: [space("z"), space("y"), space("x")], type: "local mean",
      datasets: [
        { path: "0", coordinateTransformations: [{ type: "scale", scale: [2, 0.25, 0.5] }] },
        { path: "1", coordinateTransformations: [{ type: "scale", scale: [2, 0.5, 1] }, { type: "translation", translation: [0, 0.125, 0.25] }] },
        { path: "2", coordinateTransformations: [{ type: "scale", scale: [2, 1, 2] }, { type: "translation", translation: [0, 0.375, 0.75] }] },
      ],
    }] });
    expect(json("04.ome.zarr", "0/.zarray")).toEqual({ zarr_format: 2, shape: [2, 600, 300], chunks: [1, 256, 256], dtype: "<u2", compressor: { id: "zlib", level: 4 }, fill_value: 0, order: "C", filters: null, dimension_separator: "/" });
    expect(existsSync(path("04.ome.zarr/0/1/2/1"))).toBe(true);
  });

  it("in 0.5 stand under \"ome\", with the version once", async () => {
    await writeImage(path("05.ome.zarr"), { array: pattern([20, 30], "float32"), axes: "YX" }, { ngffVersion: "0.5" });
    expect(json("05.ome.zarr", "zarr.json")).toEqual({ zarr_format: 3, node_type: "group", attributes: { ome: { version: "0.5", multiscales: [{
      name: "05", axes: [{ name: "y", type: "space" }, { name: "x", type: "space" }], datasets: [{ path: "0", coordinateTransformations: [{ type: "scale", scale: [1, 1] }] }],
    }] } } });
    expect(json("05.ome.zarr", "0/zarr.json")).toMatchObject({ data_type: "float32", codecs: [{ name: "bytes", configuration: { endian: "little" } }, { name: "gzip" }], dimension_names: ["y", "x"] });
    expect(existsSync(path("05.ome.zarr/0/c/0/0"))).toBe(true);
  });
});

describe("axes that OME-Zarr orders or names otherwise", () => {
  it.each<[string | undefined, number[], string, number[]]>([
    ["ZCYX", [3, 2, 5, 4], "CZYX", [2, 3, 5, 4]], ["YXS", [5, 4, 3], "CYX", [3, 5, 4]], ["IYX", [3, 5, 4], "ZYX", [3, 5, 4]], ["QZYX", [3, 2, 5, 4], "CZYX", [3, 2, 5, 4]],
    [undefined, [3, 5, 4], "ZYX", [3, 5, 4]], ["ZTYX", [1, 3, 5, 4], "TYX", [3, 5, 4]],
  ])("%s %j comes back as %s %j", async (axes, shape, expected, expectedShape) => {
    await writeImage(path("axes.ome.zarr"), { array: pattern(shape, "uint16"), ...(axes !== undefined && { axes }) });
    const read = await readImage(path("axes.ome.zarr"));
    expect([read.axes, read.array.shape]).toEqual([expected, expectedShape]);
  });

  it("keep every element in its place", async () => {
    const array = pattern([3, 2, 5, 4], "uint16");
    await writeImage(path("axes.ome.zarr"), { array, axes: "ZCYX" });
    expect((await readImage(path("axes.ome.zarr"))).array.toNested()).toEqual(array.transpose([1, 0, 2, 3]).toNested());
  });

  it.each<[string | undefined, number[]]>([["CYXS", [2, 5, 4, 3]], ["PYX", [2, 5, 4]], ["ZX", [5, 4]], [undefined, [4]], [undefined, [1, 1, 1, 1, 5, 4]]])("that it has no place for are refused: %s", async (axes, shape) => {
    expect(await refusal(() => writeImage(path("no.ome.zarr"), { array: pattern(shape, "uint8"), ...(axes !== undefined && { axes }) }), "IMAGE_REQUEST")).toMatch(/OME-Zarr has the axes T, C, Z, Y and X/);
  });
});

describe("lower resolutions", () => {
  const levels = async (array: NdArray, options: WriteImageOptions, file: string) => {
    await writeImage(path(file), { array, axes: "YX" }, { ...options, levels: 2 });
    return (await readImage(path(file), { level: 1 })).array.toNested();
  };

  it.each(["mean.ome.zarr", "mean.tif"])("in %s are means of what is there, rounded half to even", async (file) => {
    expect(await levels(NdArray.from([[1, 2, 10], [2, 1, 20], [7, 8, 200]], "uint8"), { tileSize: 16 }, file)).toEqual([[2, 15], [8, 200]]);
    expect(await levels(NdArray.from([[-1, -2], [-2, -1]], "int16"), { tileSize: 16 }, file)).toEqual([[-2]]);
    expect(await levels(NdArray.from([[1, 2], [4, NaN], [0.25, 0.5]], "float32"), { tileSize: 16 }, file)).toEqual([[NaN], [0.375]]);
    expect(await levels(NdArray.from([[1n, 2n], [2n, 2n ** 62n]], "int64"), { tileSize: 16 }, file)).toEqual([[2n ** 60n + 1n]]);
    expect(await levels(NdArray.from([[1, 2], [3, 4]], "float32").cast("float16"), { tileSize: 16 }, file)).toEqual([[2.5]]);
  });

  it.each(["first.ome.zarr", "first.tif"])("in %s of labels are labels that were there", async (file) => {
    expect(await levels(NdArray.from([[1, 2, 10], [2, 1, 20], [7, 8, 200]], "uint8"), { tileSize: 16, downsampling: "nearest" }, file)).toEqual([[1, 10], [7, 200]]);
  });

  it("are as many as lead to 256 pixels unless another number is asked for, and never more than to one", async () => {
    const count = async (shape: number[], options: WriteImageOptions) => {
      await writeImage(path("count.ome.zarr"), { array: NdArray.zeros(shape, "uint8"), axes: "YX" }, options);
      return (await readImage(path("count.ome.zarr"))).levelCount;
    };
    expect([await count([256, 256], {}), await count([257, 10], {}), await count([1025, 10], {}), await count([5, 3], { levels: 32 })]).toEqual([undefined, 2, 4, 4]);
  });
});

describe("writing a folder", () => {
  const image = { array: pattern([5, 4], "uint8"), axes: "YX" };

  it("replaces an OME-Zarr that stood there, wholly", async () => {
    await writeImage(path("again.ome.zarr"), { ...image, labels: { old: image.array } });
    await writeImage(path("again.ome.zarr/"), { array: pattern([3, 3], "uint8"), axes: "YX" });
    const read = await readImage(path("again.ome.zarr"));
    expect([read.array.shape, read.labelNames]).toEqual([[3, 3], undefined]);
    expect(readdirSync(folder).filter((name) => name.startsWith("again"))).toEqual(["again.ome.zarr"]);
  });

  it("takes an empty one, but no other folder and no file", async () => {
    mkdirSync(path("empty.ome.zarr"));
    await roundTrip("empty.ome.zarr", image);
    mkdirSync(path("photos.zarr"));
    writeFileSync(path("photos.zarr/holiday.jpg"), "");
    expect(await refusal(() => writeImage(path("photos.zarr"), image), "IMAGE_FILE")).toMatch(/is a folder of something else, which is not replaced/);
    writeFileSync(path("file.zarr"), "");
    expect(await refusal(() => writeImage(path("file.zarr"), image), "IMAGE_FILE")).toMatch(/is a file/);
  });

  it("leaves the old one and nothing else where it fails halfway", async () => {
    await writeImage(path("kept.ome.zarr"), image);
    const half: FolderFormat = {
      name: "half", extensions: [".zarr"], matchesFolder: async () => true, readFolder: async () => { throw new Error("never read"); },
      writeFolder: async (temporary) => { writeFileSync(join(temporary, "part"), "new"); throw new Error("disk on fire"); },
    };
    expect(await refusal(() => writeImage(path("kept.ome.zarr"), image, { formats: [half] }), "IMAGE_FILE")).toMatch(/disk on fire/);
    expect((await readImage(path("kept.ome.zarr"))).array.shape).toEqual([5, 4]);
  });

  it("leaves nothing of a plate whose fields fail", async () => {
    const fields = (function* () { yield { row: "A", column: "1", image }; throw new Error("camera gone"); })();
    expect(await refusal(() => writePlate(path("gone.ome.zarr"), fields), "IMAGE_FILE")).toMatch(/camera gone/);
    expect(await refusal(() => writePlate(path("gone.ome.zarr"), [{ row: "..", column: "1", image }]), "IMAGE_REQUEST")).toMatch(/letters and digits, received "\.\."/);
    expect(await refusal(() => writePlate(path("gone.ome.zarr"), [{ row: "D", column: "1", image }], { rows: ["A"] }), "IMAGE_REQUEST")).toMatch(/well D\/1 lies outside/);
    expect(await refusal(() => writePlate(path("gone.ome.zarr"), []), "IMAGE_REQUEST")).toMatch(/at least one field/);
    expect(await refusal(() => writePlate(path("gone.ome.zarr"), [{ row: "A", column: "1", image }], { rows: ["A", "B", "A"] }), "IMAGE_REQUEST")).toMatch(/"rows" must have different names, received "A" twice/);
  });

  it.each<[string, Partial<WritableImage>, RegExp]>([
    ["of another shape", { labels: { a: pattern([5, 5], "uint8") } }, /must have the extents of the image, \[5, 4\] along YX/], ["of floats", { labels: { a: pattern([5, 4], "float32") } }, /must be of integers/],
    ["whose name leads out", { labels: { "../a": pattern([5, 4], "uint8") } }, /the name of a label image/],
  ])("refuses a label image %s", async (_, more, message) => {
    expect(await refusal(() => writeImage(path("labels.ome.zarr"), { ...image, ...more }), "IMAGE_REQUEST")).toMatch(message);
  });

  it.each<[number[], string]>([[[], "none"], [[4], "none"], [[1, 1, 1, 1, 2, 2], "none"]])("refuses an array of shape %j without axes", async (shape, received) => {
    expect(await refusal(() => writeImage(path("rank.zarr"), { array: NdArray.zeros(shape) }), "IMAGE_REQUEST")).toMatch(`Y and X must be there, received ${received}`);
  });

  it("refuses what no chunk can hold", async () => {
    expect(await refusal(() => writeImage(path("empty.zarr"), { array: NdArray.zeros([0, 4]), axes: "YX" }), "UNSUPPORTED_IMAGE")).toMatch(/cannot hold the empty/);
  });
});

describe("options of writing", () => {
  const array = pattern([20, 20], "uint8");

  it("are literal data of each format", () => {
    expect(Object.fromEntries(imageFormats.map(({ name, writeOptions = {} }) => [name, Object.keys(writeOptions)]))).toEqual({
      npy: [], png: ["compression"], tiff: ["compression", "predictor", "tileSize", "levels", "downsampling", "bigTiff"], "ome-zarr": ["compression", "tileSize", "levels", "downsampling", "ngffVersion"],
    });
    for (const { writeOptions = {} } of imageFormats) for (const { description } of Object.values(writeOptions)) expect(description).toMatch(/^[A-Z0-9].*\.$/);
  });

  it.each<[string, WriteImageOptions, RegExp]>([
    ["a.png", { levels: 2 }, /png is written without the option "levels", only with compression/], ["a.npy", { tileSize: 16 }, /npy is written without the option "tileSize"\./],
    ["a.zarr", { bigTiff: true }, /ome-zarr is written without the option "bigTiff"/], ["a.tif", { ngffVersion: "0.5" }, /tiff is written without the option "ngffVersion"/],
    ["a.tif", { levels: 0 }, /"levels" must be an integer in \[1, 32\], received 0/], ["a.tif", { tileSize: 20 }, /"tileSize" must be a multiple of 16 in TIFF, received 20/],
    ["a.zarr", { ngffVersion: "0.6" as "0.5" }, /"ngffVersion" must be one of "0\.4", "0\.5", received "0\.6"/], ["a.tif", { compression: "lzma" as "none" }, /"compression" must be one of/],
    ["a.tif", { bigTiff: 1 as unknown as boolean }, /"bigTiff" must be true or false/], ["a.tif", { predictor: "floating-point" }, /predictor "floating-point" is for floats, received uint8/],
  ])("in %s refuse %j", async (file, options, message) => {
    expect(await refusal(() => writeImage(path(file), { array, axes: "YX" }, options), "IMAGE_REQUEST")).toMatch(message);
  });

  it("refuse label images where a format has no place for them", async () => {
    expect(await refusal(() => writeImage(path("a.tif"), { array, axes: "YX", labels: { a: array } }), "UNSUPPORTED_IMAGE")).toMatch(/tiff has no place for label images/);
  });
});

describe("TIFF in tiles, resolutions and differences comes back as it was written", () => {
  it.each<[string, WriteImageOptions]>([
    ["uint16", { tileSize: 16 }], ["bool", { tileSize: 16, levels: 2 }], ["float32", { predictor: "floating-point" }], ["float16", { predictor: "floating-point", tileSize: 16 }],
    ["float64", { predictor: "floating-point", levels: 3 }], ["int64", { predictor: "horizontal", tileSize: 32 }], ["int8", { predictor: "none", bigTiff: true }],
  ])("%s with %j", async (dtype, options) => {
    await roundTrip("options.tif", { array: pattern([2, 37, 29], dtype as "uint16"), axes: "CYX" }, options);
    await roundTrip("options.tif", { array: pattern([37, 29, 3], dtype as "uint16"), axes: "YXS" }, options);
  });

  it("with a pixel size that grows with the level", async () => {
    await writeImage(path("sizes.tif"), { array: pattern([3, 40, 31], "uint16"), axes: "ZYX", pixelSize: { x: um(0.5), y: um(0.5), z: um(2) } }, { levels: 3, tileSize: 16 });
    const { array, axes, pixelSize, levelCount } = await readImage(path("sizes.tif"), { level: 1 });
    expect([array.shape, axes, levelCount, pixelSize.y, pixelSize.z]).toEqual([[3, 20, 16], "ZYX", 3, um(1), um(2)]);
    expect((await readImage(path("sizes.tif"), { level: 2, page: 1 })).array.shape).toEqual([10, 8]);
    expect(String(await readImage(path("sizes.tif"), { level: 3 }).catch((reason: unknown) => reason))).toMatch(/"level" must be an integer in \[0, 2\], received 3/);
  });
});
