import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dtypes, isOpenHcsError, NdArray, type Dtype } from "@openhcs/core";
import { decodeNpy, encodeNpy, imageFormats, readImage, writeFileAtomically, writeImage, type ImageFormat, type WritableImage, type WriteOptions } from "@openhcs/io";
import { afterAll, describe, expect, it } from "vitest";
import { encodeTiff } from "../dist/tiff/encode-tiff.js";
import { bytesOf, pattern, seededRandom } from "./pattern.js";

const folder = mkdtempSync(join(tmpdir(), "openhcs-io-"));
afterAll(() => rmSync(folder, { recursive: true }));
const path = (name: string) => join(folder, name);
const um = (value: number) => ({ value, unit: "µm" });

/** What deflate cannot pack. */
function noise(shape: readonly number[]): NdArray {
  const random = seededRandom(7);
  return NdArray.zeros(shape, "uint16").map(() => Math.trunc(random() * 65_536)).cast("uint16");
}

async function roundTrip(name: string, image: WritableImage, compression: "deflate" | "none" = "deflate") {
  await writeImage(path(name), image, { compression });
  const read = await readImage(path(name));
  expect(read.array.dtype).toBe(image.array.dtype);
  expect(read.array.shape).toEqual(image.array.shape);
  expect(bytesOf(read.array).equals(bytesOf(image.array))).toBe(true);
  return read;
}

describe("TIFF comes back as it was written", () => {
  it.each(dtypes)("in %s, deflated and not", async (dtype) => {
    expect((await roundTrip(`${dtype}.tif`, { array: pattern([37, 29], dtype) })).axes).toBe("YX");
    await roundTrip(`${dtype}-raw.tif`, { array: pattern([37, 29], dtype) }, "none");
  });

  it.each([
    ["CYX", [2, 9, 8]], ["TZCYX", [2, 3, 4, 9, 8]], ["CZYX", [2, 3, 9, 8]], ["ZTYX", [2, 3, 9, 8]], ["YXS", [9, 8, 3]], ["ZYXS", [2, 9, 8, 4]],
    ["CYXS", [2, 9, 8, 3]], ["YXS", [9, 8, 2]], ["YXS", [9, 8, 5]], ["QZYX", [2, 3, 9, 8]], ["IYX", [3, 9, 8]], ["LPTZCYX", [2, 1, 2, 1, 2, 5, 4]],
  ])("with axes %s", async (axes, shape) => {
    expect((await roundTrip("axes.tif", { array: pattern(shape, "uint16"), axes })).axes).toBe(axes);
  });

  it("with pixel size and channel names in any script, by OME-XML", async () => {
    const channelNames = ["DAPI & <Hoechst> \"1\"", "α-tubulin 微管 🔬"];
    const pixelSize = { x: um(0.325), y: um(0.65), z: um(2) };
    const read = await roundTrip("named.ome.tif", { array: pattern([2, 9, 8], "uint16"), axes: "CYX", pixelSize, channelNames });
    expect(read.pixelSize).toEqual(pixelSize);
    expect(read.channelNames).toEqual(channelNames);
  });

  it("with pixel size and channel names where OME has no such dtype", async () => {
    const pixelSize = { x: um(30), y: um(30), z: um(2) };
    const read = await roundTrip("labels.tif", { array: pattern([2, 9, 8], "int64"), axes: "CYX", pixelSize, channelNames: ["a", "β 🔬"] });
    expect(read.pixelSize).toEqual(pixelSize);
    expect(read.channelNames).toEqual(["a", "β 🔬"]);
  });

  it("from views with any strides", async () => {
    const array = pattern([5, 6, 7], "int16").transpose([2, 0, 1]).slice([null, null, -1], [1, null, 2]);
    await roundTrip("view.tif", { array, axes: "ZYX" });
  });

  it("in more than one strip per page", async () => {
    await roundTrip("large.tif", { array: pattern([2, 700, 611], "uint16"), axes: "ZYX" });
  });

  it("as BigTIFF beyond the limit of 32-bit offsets", async () => {
    const array = pattern([3, 40, 30], "uint16");
    const file = Buffer.concat([...encodeTiff({ array, axes: "CYX" }, { file: "big.tif", compression: "deflate" }, 1000)]);
    expect(file.subarray(2, 4).toString("hex")).toMatch(/^(2b00|002b)$/);
    const read = await readImage(file);
    expect(read.axes).toBe("CYX");
    expect(bytesOf(read.array).equals(bytesOf(array))).toBe(true);
  });

  it.each<[string, WriteOptions]>([
    ["strips", {}], ["tiles that are mostly edge", { tileSize: 64 }], ["many tiles", { tileSize: 16 }], ["resolutions in whole tiles", { tileSize: 64, levels: 5 }],
  ])("as BigTIFF wherever 32-bit offsets might not reach: %s", (_, options) => {
    for (const compression of ["none", "deflate"] as const) {
      const encode = (limit?: number) => Buffer.concat([...encodeTiff({ array: noise([8, 70, 65]), axes: "ZYX" }, { ...options, file: "big.tif", compression }, limit)]);
      const classic = encode();
      expect([classic[2], encode(classic.length - 1)[2]]).toEqual([42, 43]);
    }
  });
});

describe("PNG comes back as it was written", () => {
  it.each<[Dtype, number[], string]>([
    ["bool", [9, 13], "YX"], ["uint8", [9, 13], "YX"], ["uint16", [9, 13], "YX"], ["uint8", [9, 13, 3], "YXS"], ["uint16", [9, 13, 3], "YXS"],
    ["uint8", [9, 13, 2], "YXS"], ["uint16", [9, 13, 4], "YXS"],
  ])("%s %j", async (dtype, shape, axes) => {
    const pixelSize = { x: um(0.5), y: um(0.25) };
    const read = await roundTrip("round.png", { array: pattern(shape, dtype), pixelSize });
    expect(read.axes).toBe(axes);
    expect(read.pixelSize).toEqual(pixelSize);
    await roundTrip("stored.png", { array: pattern(shape, dtype) }, "none");
  });

  it.each<[string, Dtype, number[], string | undefined, RegExp]>([
    ["a float", "float32", [4, 4], undefined, /PNG holds bool, uint8 and uint16, received float32.*Cast/],
    ["a stack", "uint8", [2, 4, 4], "ZYX", /one plane.*with axes ZYX/],
    ["five samples", "uint8", [4, 4, 5], undefined, /1 to 4 samples/],
    ["colours of one bit", "bool", [4, 4, 3], undefined, /no colours of one bit/],
    ["nothing", "uint8", [0, 4], undefined, /empty/],
  ])("%s is refused", async (_, dtype, shape, axes, message) => {
    const error: unknown = await writeImage(path("refused.png"), { array: NdArray.zeros(shape, dtype), ...(axes && { axes }) }).catch((reason: unknown) => reason);
    expect(isOpenHcsError(error, "UNSUPPORTED_IMAGE")).toBe(true);
    expect(String(error)).toMatch(message);
  });
});

describe(".npy comes back as it was written", () => {
  it.each(dtypes)("in %s", async (dtype) => {
    const array = pattern([2, 3, 5], dtype).transpose([1, 2, 0]);
    await roundTrip(`${dtype}.npy`, { array });
    expect(bytesOf(decodeNpy(encodeNpy(array))).equals(bytesOf(array))).toBe(true);
  });

  it.each([[[]], [[0]], [[4]], [[2, 0, 3]]])("in shape %j", async (shape) => {
    await roundTrip("shape.npy", { array: pattern(shape, "float32") });
  });

  it("byte for byte as NumPy writes it", () => {
    for (const file of ["bool", "little-f2", "little-f8", "scalar", "vector", "empty"]) {
      const written = readFileSync(new URL(`fixtures/${file}.npy`, import.meta.url));
      expect(Buffer.from(encodeNpy(decodeNpy(written))).equals(written), file).toBe(true);
    }
  });
});

describe("writeImage", () => {
  const plane = NdArray.zeros([4, 4], "uint8");

  it.each<[string, WritableImage, string, RegExp]>([
    ["an unknown extension", { array: plane }, "plane.xyz", /nothing writes extension "\.xyz"\. Use one of \.npy, \.png, \.tif/],
    ["axes of another rank", { array: plane, axes: "ZYX" }, "axes.tif", /a capital letter of its own for each axis of NdArray\(uint8, \[4, 4\]\), received "ZYX"/],
    ["an axis twice", { array: plane, axes: "AA" }, "axes.npy", /a capital letter of its own.*received "AA"/],
    ["axes that do not end in a plane", { array: plane, axes: "XY" }, "axes.tif", /must end in YX or YXS, received "XY"/],
    ["four axes without names", { array: NdArray.zeros([1, 1, 4, 4]) }, "axes.tif", /received none/],
    ["channel names without channels", { array: plane, axes: "YX", channelNames: ["a"] }, "names.tif", /1 channel names need an axis C/],
    ["an empty array", { array: NdArray.zeros([0, 4]) }, "empty.tif", /cannot hold the empty/],
    ["a folder that does not exist", { array: plane }, "no/such/plane.tif", /cannot be written: ENOENT/],
  ])("refuses %s and leaves nothing behind", async (_, image, name, message) => {
    const before = readdirSync(folder);
    const error: unknown = await writeImage(path(name), image).catch((reason: unknown) => reason);
    expect(isOpenHcsError(error)).toBe(true);
    expect(String(error)).toMatch(message);
    expect(readdirSync(folder)).toEqual(before);
  });

  it("keeps the old file and leaves no temporary one where a format fails halfway", async () => {
    writeFileSync(path("kept.half"), "old");
    const half: ImageFormat = {
      name: "half", extensions: [".half"], matches: () => false, read: () => { throw new Error("never read"); },
      *write() { yield Buffer.from("new"); throw new Error("disk on fire"); },
    };
    const before = readdirSync(folder);
    const error: unknown = await writeImage(path("kept.half"), plane, { formats: [...imageFormats, half] }).catch((reason: unknown) => reason);
    expect(isOpenHcsError(error, "IMAGE_FILE")).toBe(true);
    expect(String(error)).toMatch(/disk on fire/);
    expect(readdirSync(folder)).toEqual(before);
    expect(readFileSync(path("kept.half"), "utf8")).toBe("old");
  });

  it("takes a format by name, and reading by content, whatever the extension says", async () => {
    await writeImage(path("plane.dat"), plane, { format: "tiff" });
    expect((await readImage(path("plane.dat"))).array.shape).toEqual([4, 4]);
  });

  it("takes a format that a host adds", async () => {
    const raw: ImageFormat = {
      name: "raw", extensions: [".raw"], matches: (bytes) => bytes[0] === 0x52,
      read: ({ bytes }) => ({ array: new NdArray({ data: bytes.slice(1), shape: [bytes.length - 1] }), axes: "X", pixelSize: {} }),
      write: ({ array }) => [Uint8Array.of(0x52), bytesOf(array)],
    };
    const formats = [...imageFormats, raw];
    await writeImage(path("line.raw"), NdArray.from([1, 2, 3], "uint8"), { formats });
    expect((await readImage(path("line.raw"), { formats })).array.toNested()).toEqual([1, 2, 3]);
  });
});

describe("writeFileAtomically", () => {
  it("writes text in UTF-8 over what stood there", async () => {
    writeFileSync(path("table.csv"), "an older and longer table");
    await writeFileAtomically(path("table.csv"), "area_µm²\n1\n");
    expect(readFileSync(path("table.csv"))).toEqual(Buffer.from("area_µm²\n1\n", "utf8"));
  });

  it("takes a text as one piece, not letter by letter", async () => {
    const before = process.cpuUsage();
    await writeFileAtomically(path("long.txt"), "x".repeat(1_000_000));
    const { user, system } = process.cpuUsage(before); // Not by the clock, for the disk may be busy.
    expect((user + system) / 1000, "ms").toBeLessThan(1500);
  });

  it("says which file it could not write", async () => {
    const error: unknown = await writeFileAtomically(path("no/such/table.csv"), "").catch((reason: unknown) => reason);
    expect(isOpenHcsError(error, "IMAGE_FILE")).toBe(true);
    expect(String(error)).toMatch(/table\.csv: cannot be written: ENOENT/);
  });
});
