import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Dtype, NdArray } from "@openhcs/core";
import { readImage, writeImage, writePlate, type WritableImage, type WriteImageOptions } from "@openhcs/io";
import { afterAll, describe, expect, it } from "vitest";
import { bytesOf, pattern } from "./pattern.js";

interface Seen {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly sha256: string;
  readonly levels: readonly { readonly shape: readonly number[]; readonly sha256: string }[];
  readonly axes?: string;
  readonly kind?: string;
  readonly bigtiff?: boolean;
  readonly tile?: readonly number[];
  readonly attributes?: Readonly<Record<string, unknown>>;
}

const python = "/usr/bin/python3";
const script = fileURLToPath(new URL("independent-read.py", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "openhcs-io-"));
afterAll(() => rmSync(folder, { recursive: true }));

function whatIsMissing(modules: string): string | undefined {
  try {
    execFileSync(python, ["-c", `import ${modules}`], { stdio: "pipe" });
    return undefined;
  } catch (error) {
    return String((error as { stderr?: Buffer }).stderr ?? error).trim().split("\n").at(-1);
  }
}

/** Writes all and reads them back by one call of Python, whose start takes longer than the reading. */
async function seenByPython(files: readonly (readonly [name: string, image: WritableImage, options: WriteImageOptions])[]): Promise<Seen[]> {
  for (const [name, image, options] of files) await writeImage(join(folder, name), image, options);
  return JSON.parse(execFileSync(python, [script, ...files.map(([name]) => join(folder, name))], { encoding: "utf8", stdio: "pipe" })) as Seen[];
}

const sha256 = (array: NdArray) => createHash("sha256").update(bytesOf(array)).digest("hex");

/** Every resolution that we read of a file, with its lengths that are 1 left out, as the peers see it. */
async function levelsOf(name: string, count: number): Promise<{ shape: readonly number[]; sha256: string }[]> {
  return Promise.all(Array.from({ length: count }, async (_, level) => {
    const { array } = await readImage(join(folder, name), { level });
    return { shape: array.shape, sha256: sha256(array) };
  }));
}

const noTifffile = whatIsMissing("numpy, tifffile, PIL");
const noZarr = noTifffile ?? whatIsMissing("zarr");
const because = (missing: string | undefined) => (missing === undefined ? "" : ` (skipped: ${python} says ${missing})`);

describe.skipIf(noTifffile !== undefined)(`what we write beyond plain TIFF is read by tifffile${because(noTifffile)}`, () => {
  const cases: readonly (readonly [string, Dtype, string, readonly number[], WriteImageOptions])[] = [
    ["tiles.ome.tif", "uint16", "CYX", [2, 70, 61], { tileSize: 32 }], ["raw-tiles.ome.tif", "float32", "YX", [70, 61], { tileSize: 16, compression: "none" }],
    ["bits.ome.tif", "bool", "YX", [70, 61], { tileSize: 16, levels: 2 }], ["pyramid.ome.tif", "uint16", "TCZYX", [2, 2, 2, 70, 61], { tileSize: 16, levels: 3 }],
    ["colours.ome.tif", "uint8", "YXS", [70, 61, 3], { tileSize: 16, levels: 3 }], ["default-tiles.ome.tif", "int16", "YX", [70, 61], { levels: 2 }],
    ["big.ome.tif", "uint16", "ZYX", [3, 70, 61], { tileSize: 32, levels: 2, bigTiff: true }], ["wide.ome.tif", "int32", "YX", [33, 61], { predictor: "none" }],
    ["long.tif", "int64", "YX", [33, 61], { predictor: "horizontal", tileSize: 16 }],
  ];

  it("tile by tile, and every resolution", async () => {
    const seen = await seenByPython(cases.map(([name, dtype, axes, shape, options]) => [name, { array: pattern(shape, dtype), axes }, options]));
    for (const [i, [name, dtype, axes, shape, options]] of cases.entries()) {
      const { levels, tile, bigtiff, kind, axes: seenAxes, ...array } = seen[i] as Seen;
      expect([array.dtype, array.shape, array.sha256], name).toEqual([dtype, shape, sha256(pattern(shape, dtype))]);
      expect([seenAxes, kind, bigtiff], name).toEqual([axes, name.includes(".ome.") ? "ome" : "shaped", options.bigTiff === true]);
      expect(levels, name).toEqual(await levelsOf(name, options.levels ?? 1));
      const tileSize = options.tileSize ?? (options.levels === undefined ? undefined : 512);
      expect(tile, name).toEqual(tileSize === undefined ? [] : [tileSize, tileSize]);
    }
  });

  it("in differences of the bytes of floats, which Pillow reads by libtiff", async () => {
    const array = pattern([33, 61], "float32");
    await writeImage(join(folder, "floats.tif"), { array }, { predictor: "floating-point" });
    const program = "import sys, hashlib, numpy, PIL.Image; print(hashlib.sha256(numpy.asarray(PIL.Image.open(sys.argv[1])).tobytes()).hexdigest())";
    expect(execFileSync(python, ["-c", program, join(folder, "floats.tif")], { encoding: "utf8", stdio: "pipe" }).trim()).toBe(sha256(array));
  });
});

describe.skipIf(noZarr !== undefined)(`the OME-Zarr that we write is read by zarr-python 2 or after the specification of Zarr 3${because(noZarr)}`, () => {
  it("in every dtype, chunk by chunk, and every resolution", async () => {
    const dtypes = ["bool", "uint8", "int8", "uint16", "int16", "uint32", "int32", "uint64", "int64", "float16", "float32", "float64"] as const;
    const cases = (["0.4", "0.5"] as const).flatMap((ngffVersion) => dtypes.map((dtype, i) => {
      const options: WriteImageOptions = { ngffVersion, tileSize: 16, levels: 3, ...(i % 2 === 0 && { compression: "none" }) };
      return [`${dtype}-${ngffVersion}.ome.zarr`, { array: pattern([2, 37, 29], dtype), axes: "CYX" }, options] as const;
    }));
    const seen = await seenByPython(cases);
    for (const [i, [name, { array }]] of cases.entries()) {
      const { levels, attributes, ...full } = seen[i] as Seen;
      expect(full, name).toEqual({ dtype: array.dtype, shape: array.shape, sha256: sha256(array) });
      expect(levels, name).toEqual(await levelsOf(name, 3));
      expect(Object.keys(attributes ?? {}), name).toContain("multiscales");
    }
  });

  it("as a plate", async () => {
    const image = { array: pattern([2, 20, 30], "uint16"), axes: "CYX" };
    await writePlate(join(folder, "plate.ome.zarr"), [{ row: "B", column: "2", image }, { row: "A", column: "10", image }, { row: "B", column: "2", image }]);
    const program = "import sys, json, zarr; g = zarr.open_group(sys.argv[1], mode='r'); print(json.dumps([dict(g.attrs), dict(g['B/2'].attrs), sorted(g['A'].group_keys()), g['B/2/1/0'].shape]))";
    const [plate, well, wells, shape] = JSON.parse(execFileSync(python, ["-c", program, join(folder, "plate.ome.zarr")], { encoding: "utf8", stdio: "pipe" })) as unknown[];
    expect(plate).toEqual({ plate: {
      name: "plate", version: "0.4", field_count: 2, rows: [{ name: "A" }, { name: "B" }], columns: [{ name: "2" }, { name: "10" }],
      wells: [{ path: "A/10", rowIndex: 0, columnIndex: 1 }, { path: "B/2", rowIndex: 1, columnIndex: 0 }],
    } });
    expect([well, wells, shape]).toEqual([{ well: { images: [{ path: "0" }, { path: "1" }], version: "0.4" } }, ["10"], [2, 20, 30]]);
  });
});
