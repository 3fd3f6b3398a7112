import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { crc32 } from "node:zlib";
import { NdArray } from "@openhcs/core";
import type * as ioBytes from "@openhcs/io/bytes";
import { readImageBytes, type FileFormat } from "@openhcs/io/bytes";
import { beforeAll, describe, expect, it } from "vitest";
import { bundle, runWithoutNode, type Bundle } from "./bundle.js";

const fixtures = fileURLToPath(new URL("../../packages/io/test/fixtures", import.meta.url));
const files = readdirSync(fixtures).filter((name) => /\.(png|tif|npy)$/.test(name));

type Io = Pick<typeof ioBytes, "readImageBytes" | "pngFormat" | "tiffFormat">;

/** What there is to see of an image, or of the refusal to read it. */
async function seen({ readImageBytes }: Pick<Io, "readImageBytes">, bytes: Uint8Array): Promise<unknown> {
  try {
    const { array, axes, pixelSize } = await readImageBytes(bytes);
    return { dtype: array.dtype, shape: [...array.shape], data: Array.from(array.packed().data as Uint8Array), axes, pixelSize: { ...pixelSize } };
  } catch (error) {
    return { refused: (error as Error).message };
  }
}

describe("@openhcs/io/bytes in a browser", () => {
  let bundled: Bundle;
  let io: Io;
  beforeAll(async () => {
    bundled = await bundle("import * as io from '@openhcs/io/bytes'; globalThis.result = io;");
    io = await runWithoutNode(bundled) as Io;
  });

  it("needs no module of Node", () => {
    expect(bundled.nodeImports).toEqual([]);
  });

  it.each(files)("reads %s as Node does", async (name) => {
    const bytes = readFileSync(join(fixtures, name));
    expect(await seen(io, bytes)).toEqual(await seen({ readImageBytes }, bytes));
  });

  it("reads most of them", async () => {
    const images = await Promise.all(files.map((name) => seen(io, readFileSync(join(fixtures, name)))));
    expect(images.filter((image) => !Object.hasOwn(image as object, "refused")).length).toBeGreaterThan(0.9 * files.length);
  });

  it.each(["pngFormat", "tiffFormat"] as const)("writes what Node reads, by %s", async (format) => {
    expect((await readImageBytes(written(io[format]))).array.toNested()).toEqual(ramp.toNested());
  });

  it("refuses a PNG that is damaged, or holds more than it promises", async () => {
    const png = written(io.pngFormat);
    await expect(io.readImageBytes(png.map((byte, at) => (at === png.length - 20 ? byte ^ 1 : byte)))).rejects.toThrow("the checksum of chunk \"IDAT\" does not hold");
    png.writeUInt32BE(10, 20); // Half of its height.
    png.writeUInt32BE(crc32(png.subarray(12, 29)), 29);
    await expect(io.readImageBytes(png)).rejects.toThrow("its compressed data are damaged or more than 30 x 10 pixels");
  });
});

const ramp = NdArray.from(Uint16Array.from({ length: 600 }, (_, at) => at * 109)).reshape([20, 30]);

function written(format: FileFormat): Buffer {
  return Buffer.concat([...(format.write?.({ array: ramp, axes: "YX" }, { file: "here", compression: "deflate" }) ?? [])]);
}
