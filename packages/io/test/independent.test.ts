import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Dtype } from "@openhcs/core";
import { writeImage, type WritableImage } from "@openhcs/io";
import { afterAll, describe, expect, it } from "vitest";
import { encodeTiff } from "../dist/tiff/encode-tiff.js";
import { bytesOf, pattern } from "./pattern.js";

interface Seen {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly sha256: string;
  readonly axes?: string;
  readonly kind?: string;
  readonly bigtiff?: boolean;
  readonly ome?: string;
  readonly resolution?: readonly number[];
  readonly dpi?: readonly number[];
}

const python = "/usr/bin/python3";
const script = fileURLToPath(new URL("independent-read.py", import.meta.url));
const missing = whatIsMissing();
const folder = mkdtempSync(join(tmpdir(), "openhcs-io-"));
afterAll(() => rmSync(folder, { recursive: true }));

function whatIsMissing(): string | undefined {
  try {
    execFileSync(python, ["-c", "import numpy, tifffile, PIL"], { stdio: "pipe" });
    return undefined;
  } catch (error) {
    return String((error as { stderr?: Buffer }).stderr ?? error).trim().split("\n").at(-1);
  }
}

async function seenByPython(name: string, image: WritableImage): Promise<Seen> {
  const path = join(folder, name);
  await writeImage(path, image);
  return describeByPython(path);
}

function describeByPython(path: string): Seen {
  return (JSON.parse(execFileSync(python, [script, path], { encoding: "utf8", stdio: "pipe" })) as [Seen])[0];
}

function expectSame(seen: Seen, { array }: WritableImage): void {
  expect(seen.dtype).toBe(array.dtype);
  expect(seen.shape).toEqual(array.shape);
  expect(seen.sha256).toBe(createHash("sha256").update(bytesOf(array)).digest("hex"));
}

describe.skipIf(missing !== undefined)(`what we write is read by tifffile, Pillow and NumPy${missing === undefined ? "" : ` (skipped: ${python} says ${missing})`}`, () => {
  it.each<[Dtype, string, number[]]>([
    ["bool", "YX", [19, 21]], ["uint8", "YX", [9, 8]], ["int8", "YX", [9, 8]], ["uint16", "CYX", [2, 9, 8]], ["int16", "ZCYX", [3, 2, 9, 8]],
    ["uint32", "TZYX", [2, 3, 9, 8]], ["int32", "CZYX", [2, 3, 9, 8]], ["float32", "TCZYX", [2, 2, 2, 9, 8]], ["float64", "YX", [9, 8]],
    ["uint8", "YXS", [9, 8, 3]], ["uint16", "ZYXS", [2, 9, 8, 4]],
  ])("OME-TIFF of %s %s %j", async (dtype, axes, shape) => {
    const image = { array: pattern(shape, dtype), axes };
    const seen = await seenByPython(`${dtype}.ome.tif`, image);
    expectSame(seen, image);
    expect([seen.axes, seen.kind]).toEqual([axes, "ome"]);
  });

  it.each<[Dtype, string, number[]]>([["int64", "YX", [9, 8]], ["uint64", "QYX", [2, 9, 8]], ["float16", "ZYX", [3, 9, 8]], ["uint8", "LYX", [3, 9, 8]]])(
    "TIFF of %s %s %j, which OME has no words for", async (dtype, axes, shape) => {
      const image = { array: pattern(shape, dtype), axes };
      const seen = await seenByPython(`${dtype}-shaped.tif`, image);
      expectSame(seen, image);
      expect([seen.axes, seen.kind]).toEqual([axes, "shaped"]);
    });

  it("OME-XML with its pixel size and channel names", async () => {
    const pixelSize = { x: { value: 0.325, unit: "µm" }, y: { value: 0.325, unit: "µm" }, z: { value: 2, unit: "µm" } };
    const { ome = "", resolution } = await seenByPython("named.ome.tif", { array: pattern([2, 9, 8], "uint16"), axes: "CYX", pixelSize, channelNames: ["DAPI", "β"] });
    expect(ome).toContain('PhysicalSizeX="0.325" PhysicalSizeY="0.325" PhysicalSizeZ="2"');
    expect(ome).toContain('Name="DAPI"');
    expect(resolution?.map((perCentimetre) => 1e4 / perCentimetre)).toEqual([expect.closeTo(0.325, 6), expect.closeTo(0.325, 6)]);
  });

  it("BigTIFF", () => {
    const image = { array: pattern([3, 40, 30], "uint16"), axes: "CYX" };
    const path = join(folder, "big.tif");
    writeFileSync(path, Buffer.concat([...encodeTiff(image, { file: path, compression: "deflate" }, 1000)]));
    const seen = describeByPython(path);
    expectSame(seen, image);
    expect(seen.bigtiff).toBe(true);
  });

  it("TIFF of several strips", async () => {
    const image = { array: pattern([700, 611], "uint16") };
    expectSame(await seenByPython("strips.tif", image), image);
  });

  it.each<[Dtype, number[]]>([["bool", [9, 13]], ["uint8", [9, 13]], ["uint16", [9, 13]], ["uint8", [9, 13, 3]], ["uint8", [9, 13, 2]], ["uint8", [60, 50, 4]]])(
    "PNG of %s %j", async (dtype, shape) => {
      const image = { array: pattern(shape, dtype), pixelSize: { x: { value: 10, unit: "µm" }, y: { value: 20, unit: "µm" } } };
      const seen = await seenByPython("round.png", image);
      expectSame(seen, image);
      expect(seen.dpi?.map(Math.round)).toEqual([2540, 1270]);
    });

  it.each<Dtype>(["bool", "int8", "uint16", "int64", "float16", "float64"])(".npy of %s", async (dtype) => {
    const image = { array: pattern([2, 3, 4], dtype) };
    expectSame(await seenByPython(`${dtype}.npy`, image), image);
  });
});
