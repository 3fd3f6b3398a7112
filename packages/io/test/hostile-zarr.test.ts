import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { isOpenHcsError } from "@openhcs/core";
import { readImage, readPlate } from "@openhcs/io";
import { afterAll, describe, expect, it } from "vitest";
import { expectRefusal } from "./expect-refusal.js";
import { seededRandom } from "./pattern.js";

const folder = mkdtempSync(join(tmpdir(), "openhcs-io-"));
afterAll(() => rmSync(folder, { recursive: true }));

const fixture = (path: string) => fileURLToPath(new URL(`fixtures/zarr/${path}`, import.meta.url));
let copies = 0;

/** A copy of a fixture with its documents changed. */
function changed(name: string, documents: Readonly<Record<string, (document: Json) => unknown>> = {}): string {
  const path = join(folder, `${copies++}.zarr`);
  cpSync(fixture(name), path, { recursive: true });
  for (const [file, change] of Object.entries(documents)) writeFileSync(join(path, file), JSON.stringify(change(JSON.parse(readFileSync(join(path, file), "utf8")) as Json)));
  return path;
}

type Json = { [name: string]: unknown };

const gzipped = "zarr-python-3/1d.contiguous.gzip.i2";
const sharded = "zarr-python-3/2d.chunked.compressed.sharded.filled.i2";
const withZarray = (change: (document: Json) => unknown) => changed("arrays.zarr/dots", { ".zarray": change });
const with3 = (change: (document: Json) => unknown) => changed(gzipped, { "zarr.json": change });

describe("a path in the metadata that leads out", () => {
  it.each(["../secret", "/etc", "..", ".", "", "a//b", "a/../../b", "a\\..\\b", "C:", "a\0b", 5, null])("of a dataset: %j", async (path) => {
    const image = changed("image-04.ome.zarr", { ".zattrs": (attributes) => {
      const [first] = attributes.multiscales as [{ datasets: Json[] }];
      (first.datasets[0] as Json).path = path;
      return attributes;
    } });
    expect(await expectRefusal(image, "CORRUPT_IMAGE")).toMatch(/the path of a dataset must be a path below/);
  });

  it("of a well is refused", async () => {
    const plate = changed("plate-04.ome.zarr", { ".zattrs": (attributes) => ({ plate: { ...(attributes.plate as Json), wells: [{ path: "../1", rowIndex: 0, columnIndex: 0 }] } }) });
    expect(await expectRefusal(plate, "CORRUPT_IMAGE")).toMatch(/the path of a well must be a row and a column of the plate, is "\.\.\/1"/);
    await expect(readPlate(plate)).rejects.toThrow(/the path of a well/);
  });

  it("of a row is refused", async () => {
    const plate = changed("plate-04.ome.zarr", { ".zattrs": (attributes) => ({ plate: { ...(attributes.plate as Json), rows: [{ name: ".." }], wells: [{ path: "../1" }] } }) });
    expect(await expectRefusal(plate, "CORRUPT_IMAGE")).toMatch(/the name of one of the rows must be a path below/);
  });

  it("of a field is refused", async () => {
    const plate = changed("plate-04.ome.zarr", { "A/1/.zattrs": () => ({ well: { images: [{ path: "../../../x" }] } }) });
    expect(await expectRefusal(plate, "CORRUPT_IMAGE")).toMatch(/A\/1: the path of a field must be a path below/);
  });

  it("of a label image is refused", async () => {
    const image = changed("image-04.ome.zarr", { "labels/.zattrs": () => ({ labels: ["../../x"] }) });
    expect(await expectRefusal(image, "CORRUPT_IMAGE")).toMatch(/the name of a label image must be a path below/);
  });

  it.skipIf(process.platform === "win32")("by a link is refused, and a link within is followed (Windows lets nobody make them)", async () => {
    const out = changed("arrays.zarr/dots");
    writeFileSync(join(folder, "secret"), readFileSync(join(out, "0.0")));
    rmSync(join(out, "0.0"));
    symlinkSync(join(folder, "secret"), join(out, "0.0"));
    expect(await expectRefusal(out, "CORRUPT_IMAGE")).toMatch(/0\.0 is a link that leads out of the folder/);
    const within = changed("arrays.zarr/dots");
    rmSync(join(within, "0.0"));
    symlinkSync("0.1", join(within, "0.0"));
    expect((await readImage(within)).array.get(0, 0)).toBe((await readImage(within)).array.get(0, 3));
  });
});

describe("a promise of more than there is", () => {
  it.each<[string, Json]>([["of elements", { shape: [2 ** 40, 2 ** 12] }], ["of elements in chunks", { shape: [4, 4], chunks: [2 ** 20, 2 ** 20] }], ["of chunks", { shape: [2 ** 13, 2 ** 13], chunks: [2 ** 12, 2 ** 12 - 1] }]])("%s is refused before memory is reserved", async (_, change) => {
    expect(await expectRefusal(withZarray((document) => ({ ...document, ...change })), "IMAGE_TOO_LARGE", { maxBytes: 2 ** 27 - 1 })).toMatch(/the limit is/);
  });

  it("of many tiny chunks is refused", async () => {
    expect(await expectRefusal(withZarray((document) => ({ ...document, shape: [2 ** 12, 2 ** 12], chunks: [1, 1] })), "UNSUPPORTED_IMAGE")).toMatch(/are 16777216 chunks, at most 262144/);
  });

  it("of more axes than an array has is refused", async () => {
    expect(await expectRefusal(withZarray((document) => ({ ...document, shape: new Array(9).fill(1), chunks: new Array(9).fill(1) })), "UNSUPPORTED_IMAGE")).toMatch(/has 9 axes/);
  });

  it("of a shard of very many chunks is refused", async () => {
    const path = changed(sharded, { "zarr.json": (document) => ({ ...document, chunk_grid: { name: "regular", configuration: { chunk_shape: [2 ** 12, 2 ** 12] } } }) });
    expect(await expectRefusal(path, "UNSUPPORTED_IMAGE")).toMatch(/a shard of 16777216 chunks is not read/);
  });

  it("by a chunk that unpacks to far more is refused", async () => {
    const path = changed(gzipped);
    writeFileSync(join(path, "c/0"), gzipSync(new Uint8Array(2 ** 22)));
    expect(await expectRefusal(path, "CORRUPT_IMAGE")).toMatch(/a chunk is damaged/);
  });

  it("by a chunk that is far too large is refused", async () => {
    const path = changed("arrays.zarr/dots");
    writeFileSync(join(path, "0.0"), new Uint8Array(2 ** 20));
    expect(await expectRefusal(path, "CORRUPT_IMAGE")).toMatch(/0\.0 of 1048576 bytes is larger than anything that belongs there/);
  });

  it("by the header of Blosc is refused", async () => {
    const path = changed("arrays.zarr/bool");
    const chunk = readFileSync(join(path, "0.0"));
    chunk.writeUInt32LE(2 ** 31, 4);
    writeFileSync(join(path, "0.0"), chunk);
    expect(await expectRefusal(path, "CORRUPT_IMAGE")).toMatch(/promises 2147483648 bytes/);
  });
});

describe("a damaged chunk", () => {
  it.each([["dots", "0.0"], ["gzip", "0.0"], ["lz4", "0.0"], ["bool", "0.0"], ["big-endian-f", "0.0.0"]])("of %s that is cut short is refused", async (name, chunk) => {
    const path = changed(`arrays.zarr/${name}`);
    writeFileSync(join(path, chunk), readFileSync(join(path, chunk)).subarray(0, -3));
    expect(await expectRefusal(path, "CORRUPT_IMAGE")).toMatch(/a chunk is damaged/);
  });

  it("of another length than its shape is refused", async () => {
    const path = changed("arrays.zarr/dots");
    writeFileSync(join(path, "0.0"), new Uint8Array(10));
    expect(await expectRefusal(path, "CORRUPT_IMAGE")).toMatch(/a chunk is damaged: it holds 10 bytes instead of 12/);
  });

  it("that is a folder is refused", async () => {
    const path = changed("arrays.zarr/dots");
    rmSync(join(path, "0.0"));
    mkdirSync(join(path, "0.0"));
    expect(await expectRefusal(path, "IMAGE_FILE")).toMatch(/0\.0: is not a regular file/);
  });

  it("in a shard's index is seen by its checksum", async () => {
    const path = changed(sharded);
    const shard = readFileSync(join(path, "c/0/0"));
    shard.writeUInt8((shard.at(-10) as number) ^ 1, shard.length - 10);
    writeFileSync(join(path, "c/0/0"), shard);
    expect(await expectRefusal(path, "CORRUPT_IMAGE")).toMatch(/does not match its checksum/);
  });

  it("that a shard's index puts outside of the file is refused", async () => {
    const path = changed(sharded, { "zarr.json": (document) => {
      const [codec] = document.codecs as [{ configuration: { index_codecs: unknown[] } }];
      codec.configuration.index_codecs = [{ name: "bytes", configuration: { endian: "little" } }];
      return document;
    } });
    for (const [offset, length, message] of [[2n ** 50n, 4n, /lie outside of c\/0\/0/], [0n, 2n ** 50n, /more than one can take/]] as const) {
      const index = Buffer.alloc(64, 0xff);
      index.writeBigUInt64LE(offset, 0);
      index.writeBigUInt64LE(length, 8);
      writeFileSync(join(path, "c/0/0"), index);
      expect(await expectRefusal(path, "CORRUPT_IMAGE")).toMatch(message);
    }
  });
});

describe("metadata beside the rule", () => {
  it.each<[string, Json, string, RegExp]>([
    ["a shape that is no list", { shape: 5 }, "CORRUPT_IMAGE", /shape must be integers of at least 0, is "5"/], ["a negative extent", { shape: [-1, 7] }, "CORRUPT_IMAGE", /shape must be/],
    ["chunks of nothing", { chunks: [0, 3] }, "CORRUPT_IMAGE", /chunks must be integers of at least 1/], ["chunks of another rank", { chunks: [3] }, "CORRUPT_IMAGE", /chunks must have 2 extents/],
    ["an unknown dtype", { dtype: "<c8" }, "UNSUPPORTED_IMAGE", /dtype must be one of .* is ".*<c8/], ["records", { dtype: [["a", "<i2"]] }, "UNSUPPORTED_IMAGE", /dtype must be one of/],
    ["an unknown order", { order: "A" }, "CORRUPT_IMAGE", /order must be C or F/], ["an unknown compressor", { compressor: { id: "lzma" } }, "UNSUPPORTED_IMAGE", /codec "lzma" is not read, only gzip, zlib, zstd, blosc, lz4/],
    ["a compressor named like a method", { compressor: { id: "toString" } }, "UNSUPPORTED_IMAGE", /codec "toString"/], ["an unknown separator", { dimension_separator: "x" }, "CORRUPT_IMAGE", /separator/],
    ["a fill value of another kind", { fill_value: "red" }, "CORRUPT_IMAGE", /fill_value/], ["a fill value out of range", { dtype: "<u8", fill_value: 2 ** 64 }, "CORRUPT_IMAGE", /fill_value "18446744073709552000" is none of uint64/], ["another format", { zarr_format: 4 }, "CORRUPT_IMAGE", /must be of Zarr 2/],
  ])("of Zarr 2: %s", async (_, change, code, message) => {
    expect(await expectRefusal(withZarray((document) => ({ ...document, ...change })), code)).toMatch(message);
  });

  const bytes = { name: "bytes", configuration: { endian: "little" } };

  it.each<[string, Json, string, RegExp]>([
    ["an irregular grid", { chunk_grid: { name: "rectangular" } }, "UNSUPPORTED_IMAGE", /only regular chunk grids/], ["no codecs", { codecs: [] }, "CORRUPT_IMAGE", /codecs must be a list/],
    ["codecs without bytes", { codecs: [{ name: "gzip" }] }, "UNSUPPORTED_IMAGE", /codec "gzip" is not read there/], ["an unknown codec", { codecs: [bytes, { name: "openjpeg" }] }, "UNSUPPORTED_IMAGE", /codec "openjpeg"/],
    ["a transposition of other axes", { codecs: [{ name: "transpose", configuration: { order: [1] } }, bytes] }, "CORRUPT_IMAGE", /each of 1 axes once/], ["a storage transformer", { storage_transformers: [{ name: "x" }] }, "UNSUPPORTED_IMAGE", /transformers/],
    ["an unknown byte order", { codecs: [{ name: "bytes", configuration: { endian: "middle" } }] }, "CORRUPT_IMAGE", /byte order/], ["an unknown key encoding", { chunk_key_encoding: { name: "x" } }, "UNSUPPORTED_IMAGE", /key encoding/],
    ["another kind of node", { node_type: "table" }, "CORRUPT_IMAGE", /must be of an array or a group/],
  ])("of Zarr 3: %s", async (_, change, code, message) => {
    expect(await expectRefusal(with3((document) => ({ ...document, ...change })), code)).toMatch(message);
  });

  it.each<[string, (attributes: Json) => unknown, string, RegExp]>([
    ["a version that came later", (attributes) => ({ multiscales: (attributes.multiscales as Json[]).map((image) => ({ ...image, version: "0.9" })) }), "UNSUPPORTED_IMAGE", /OME-NGFF "0\.9" is not read, only 0\.1 to 0\.5/],
    ["no datasets", () => ({ multiscales: [{ axes: ["y", "x"] }] }), "CORRUPT_IMAGE", /must have datasets/],
    ["axes of another rank", (attributes) => ({ multiscales: (attributes.multiscales as Json[]).map((image) => ({ ...image, axes: ["y", "x"], coordinateTransformations: undefined, datasets: [{ path: "0" }] })) }), "CORRUPT_IMAGE", /level 0 has 5 axes, multiscales name 2/],
    ["an affine transformation", (attributes) => ({ multiscales: (attributes.multiscales as Json[]).map((image) => ({ ...image, coordinateTransformations: [{ type: "affine" }] })) }), "UNSUPPORTED_IMAGE", /"affine" is not read/],
    ["a scale of text", (attributes) => ({ multiscales: (attributes.multiscales as Json[]).map((image) => ({ ...image, coordinateTransformations: [{ type: "scale", scale: "1" }] })) }), "CORRUPT_IMAGE", /a scale must be 5 numbers/],
    ["a dataset that is not there", (attributes) => ({ multiscales: (attributes.multiscales as Json[]).map((image) => ({ ...image, datasets: [{ path: "7" }] })) }), "CORRUPT_IMAGE", /there is none at 7/],
    ["nothing that is an image", () => ({ other: 1 }), "UNSUPPORTED_IMAGE", /holds no image: its attributes are "other"/],
  ])("of OME: %s", async (_, change, code, message) => {
    expect(await expectRefusal(changed("image-04.ome.zarr", { ".zattrs": change }), code)).toMatch(message);
  });

  it("that are no JSON are refused", async () => {
    const path = changed("arrays.zarr/dots");
    writeFileSync(join(path, ".zarray"), `${"[".repeat(100_000)}`);
    expect(await expectRefusal(path, "CORRUPT_IMAGE")).toMatch(/\.zarray is no JSON/);
  });

  it("of a well that is not there are refused", async () => {
    const path = changed("plate-04.ome.zarr");
    rmSync(join(path, "A"), { recursive: true });
    expect(await expectRefusal(path, "CORRUPT_IMAGE")).toMatch(/a well must be a group of Zarr, but there is none at A\/1/);
  });
});

describe("any file of an OME-Zarr", () => {
  it.each(["image-04.ome.zarr", "image-05.ome.zarr", sharded])("of %s with bytes changed at random is read or refused, never more", async (name) => {
    const path = changed(name);
    const files = readdirSync(path, { recursive: true, encoding: "utf8" }).map((file) => join(path, file)).filter((file) => existsSync(file) && statSync(file).isFile());
    const random = seededRandom(3);
    for (let round = 0; round < 100; round++) {
      const file = files[Math.trunc(random() * files.length)] as string;
      const whole = readFileSync(file);
      const mutant = Buffer.from(whole);
      for (let i = 0; i < 3; i++) if (mutant.length > 0) mutant[Math.trunc(random() * mutant.length)] = Math.trunc(random() * 256);
      writeFileSync(file, round % 5 === 0 ? mutant.subarray(0, Math.trunc(random() * mutant.length)) : mutant);
      const error: unknown = await readImage(path, { maxBytes: 2 ** 22 }).then(() => undefined, (reason: unknown) => reason);
      if (error !== undefined && !isOpenHcsError(error)) throw new Error(`round ${round}, ${file} failed by something else than our errors`, { cause: error });
      writeFileSync(file, whole);
    }
  });
});
