import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { decodeNpy, encodeNpy, gaussian, NdArray, readImage, writeImage, writePlate } from "openhcs";
import { beforeAll, describe, expect, it } from "vitest";
import { folderWithSquares, newFolder, openhcs, squares } from "./openhcs.js";

let cwd: string;
beforeAll(async () => { cwd = await folderWithSquares(); });

describe("openhcs run", () => {
  it("writes an image by its extension, and keeps the pixel size", async () => {
    const { code, stdout, stderr } = await openhcs(["run", "gaussian", "squares.tif", "-o", "smooth.tif", "-p", "sigma=2", "--on", "reference"], { cwd });
    expect([code, stdout.toString(), stderr]).toEqual([0, "", ""]);
    const { array, pixelSize, axes } = await readImage(join(cwd, "smooth.tif"));
    expect(array.toNested()).toEqual((await gaussian(squares(), { sigma: 2 })).toNested());
    expect(pixelSize.x?.value).toBeCloseTo(0.5, 6);
    expect(axes).toBe("YX");
  });

  it("keeps no pixel size where pixels are of another size", async () => {
    for (const [name, ...parameters] of [["zoom", "-p", "zoom=2"], ["fft2Magnitude"]] as const) {
      expect((await openhcs(["run", name, "squares.tif", "-o", `${name}.tif`, ...parameters], { cwd })).code).toBe(0);
      const { axes, pixelSize } = await readImage(join(cwd, `${name}.tif`));
      expect([axes, pixelSize], name).toEqual(["YX", {}]);
    }
  });

  it("reads and writes OME-Zarr, a folder, like any other image", async () => {
    const um = { value: 0.5, unit: "µm" };
    await writeImage(join(cwd, "squares.ome.zarr"), { array: squares(), axes: "YX", pixelSize: { x: um, y: um } });
    for (const output of ["smooth.ome.zarr", "smooth.ome.zarr/"]) { // The second time it stands there already.
      const { code, stderr } = await openhcs(["run", "gaussian", "squares.ome.zarr/", "-o", output, "-p", "sigma=2", "--on", "reference"], { cwd });
      expect([code, stderr]).toEqual([0, ""]);
    }
    const { array, pixelSize, axes } = await readImage(join(cwd, "smooth.ome.zarr"));
    expect(array.toNested()).toEqual((await gaussian(squares(), { sigma: 2 })).toNested());
    expect([pixelSize.x, axes]).toEqual([um, "YX"]);
    const overwritten = await openhcs(["run", "gaussian", "squares.ome.zarr", "-o", "./squares.ome.zarr"], { cwd });
    expect([overwritten.code, overwritten.stderr]).toEqual([2, expect.stringContaining("is an input and would be overwritten")]);
  });

  it("keeps the format of an OME-Zarr in a folder of results", async () => {
    await writeImage(join(cwd, "field.ome.zarr"), { array: squares(), axes: "YX" });
    expect((await openhcs(["run", "gaussian", "field.ome.zarr", "-o", "zarr-results/"], { cwd })).code).toBe(0);
    expect(await readdir(join(cwd, "zarr-results"))).toEqual(["field.ome.zarr"]);
    expect((await openhcs(["run", "segmentNuclei", "field.ome.zarr", "-o", "zarr-tables/"], { cwd })).code).toBe(0);
    expect(await readdir(join(cwd, "zarr-tables"))).toEqual(expect.arrayContaining(["field.ome.zarr", "field_table.csv"]));
    const several = await openhcs(["run", "gaussian", "field.ome.zarr", "squares.tif", "-o", "both.ome.zarr"], { cwd });
    expect([several.code, several.stderr]).toEqual([2, expect.stringContaining("several results go to a folder")]);
  });

  it("says that it takes the first of several images", async () => {
    await writePlate(join(cwd, "plate.ome.zarr"), [1, 2].map((column) => ({ row: "A", column: String(column), image: { array: squares(), axes: "YX" } })));
    const { code, stderr } = await openhcs(["run", "thresholdOtsu", "plate.ome.zarr", "-o", "first.npy"], { cwd });
    expect([code, stderr]).toEqual([0, expect.stringContaining("plate.ome.zarr holds 2 images, of which the first is taken; name one by the folder below that it is, such as A/1/0.")]);
    expect((await openhcs(["run", "thresholdOtsu", "plate.ome.zarr/A/2", "-o", "second.npy"], { cwd })).code).toBe(0);
  });

  it("gives a folder of labels lower resolutions that hold labels", async () => {
    const stripes = new NdArray({ data: Uint8Array.from({ length: 600 * 600 }, (_, i) => Number(i % 3 !== 0)), shape: [600, 600] }).cast("bool");
    await writeImage(join(cwd, "stripes.npy"), stripes);
    expect((await openhcs(["run", "label", "stripes.npy", "-o", "stripes.ome.zarr", "--on", "reference"], { cwd })).code).toBe(0);
    const [full, lower] = await Promise.all([0, 1].map(async (level) => (await readImage(join(cwd, "stripes.ome.zarr"), { level })).array));
    expect(lower?.toNested()).toEqual(full?.slice([null, null, 2], [null, null, 2]).toNested());
  });

  it("types parameters as the function declares them: numbers, one per axis, choices, objects", async () => {
    const anisotropic = await openhcs(["run", "gaussian", "squares.tif", "-o", "-", "-p", "sigma=0,3", "-p", "mode=nearest"], { cwd });
    expect(decodeNpy(anisotropic.stdout).toNested()).toEqual((await gaussian(squares(), { sigma: [0, 3], mode: "nearest" })).toNested());
    const tophat = await openhcs(["run", "whiteTophat", "squares.tif", "-o", "-", "-p", "footprint={\"shape\":\"disk\",\"radius\":9}"], { cwd });
    expect(decodeNpy(tophat.stdout).max()).toBe(190);
    const inYaml = await openhcs(["run", "whiteTophat", "squares.tif", "-o", "-", "-p", "footprint={shape: disk, radius: 9}"], { cwd });
    expect(inYaml.stdout.equals(tophat.stdout)).toBe(true);
    const unshaped = await openhcs(["run", "whiteTophat", "squares.tif", "-o", "-", "-p", "footprint=disk"], { cwd });
    expect([unshaped.code, unshaped.stderr]).toEqual([1, expect.stringContaining('must be an object, such as {"shape":"disk","radius":3}, received "disk"')]);
  });

  it("pipes .npy from standard input to standard output", async () => {
    const mask = await openhcs(["run", "thresholdOtsu", "-", "-o", "-"], { cwd, input: encodeNpy(squares()) });
    const labels = await openhcs(["run", "label", "-", "-o", "-"], { cwd, input: mask.stdout });
    expect([mask.code, labels.code]).toEqual([0, 0]);
    const array = decodeNpy(labels.stdout);
    expect([array.dtype, array.max()]).toEqual(["uint32", 4]);
  });

  it("takes further arrays from files, and prints tables as CSV", async () => {
    await openhcs(["run", "label", "squares.tif", "-o", "labels.npy", "-p", "convention=scipy"], { cwd });
    await openhcs(["run", "applyThreshold", "squares.tif", "-o", "mask.npy", "-p", "threshold=100"], { cwd });
    await openhcs(["run", "label", "mask.npy", "-o", "labels.npy"], { cwd });
    const { code, stdout } = await openhcs(["run", "regionprops", "labels.npy", "-p", "intensity=@squares.tif", "-p", "properties=label,area,intensity_mean"], { cwd });
    expect(code).toBe(0);
    expect(stdout.toString()).toBe("label,area,intensity_mean\n1,36,200\n2,36,200\n3,36,200\n4,36,200\n");
  });

  it("with --json says what was written and done, and prints scalars", async () => {
    const { code, stdout } = await openhcs(["run", "thresholdOtsu", "squares.tif", "-o", "mask.npy", "--json"], { cwd });
    const report = JSON.parse(stdout.toString()) as { written: string[]; outputs: Record<string, unknown>; record: { key: string; kernel: string; status: string; durationUs: number } };
    expect(code).toBe(0);
    expect(report.written).toEqual(["mask.npy"]);
    expect(report.outputs).toMatchObject({ foregroundCount: 144, mask: { dtype: "bool", shape: [48, 64] } });
    expect(report.record).toMatchObject({ key: "thresholdOtsu", status: "ok" });
  });

  it("writes tables as .csv, .json and .parquet", async () => {
    await openhcs(["run", "applyThreshold", "squares.tif", "-o", "mask2.npy", "-p", "threshold=100"], { cwd });
    await openhcs(["run", "label", "mask2.npy", "-o", "labels2.npy"], { cwd });
    const args = ["run", "regionprops", "labels2.npy", "-p", "properties=label,area"];
    await openhcs([...args, "-o", "table.csv"], { cwd });
    await openhcs([...args, "-o", "table.json"], { cwd });
    await openhcs([...args, "-o", "table.parquet"], { cwd });
    expect(await readFile(join(cwd, "table.csv"), "utf8")).toBe("label,area\n1,36\n2,36\n3,36\n4,36\n");
    expect(JSON.parse(await readFile(join(cwd, "table.json"), "utf8"))).toEqual({ label: [1, 2, 3, 4], area: [36, 36, 36, 36] });
    expect((await readFile(join(cwd, "table.parquet"))).subarray(0, 4).toString()).toBe("PAR1");
    expect(await openhcs([...args, "-o", "table.xlsx"], { cwd })).toMatchObject({ code: 2, stderr: expect.stringContaining("this result goes to .csv, .json, .parquet, not to table.xlsx.") });
  });

  it("processes several images into a folder", async () => {
    await writeImage(join(cwd, "other.npy"), squares());
    const { code } = await openhcs(["run", "invert", "squares.tif", "other.npy", "-o", "inverted"], { cwd });
    expect(code).toBe(0);
    expect((await readdir(join(cwd, "inverted"))).sort()).toEqual(["other.npy", "squares.tif"]);
  });

  it("leaves no file behind when it fails", async () => {
    const folder = await newFolder();
    const { code } = await openhcs(["run", "gaussian", join(cwd, "squares.tif"), "-o", "out.tif", "-p", "sigma=-1"], { cwd: folder });
    expect(code).toBe(1);
    const unwritable = await openhcs(["run", "label", join(cwd, "squares.tif"), "-o", "out.png"], { cwd: folder });
    expect([unwritable.code, unwritable.stderr]).toEqual([1, expect.stringContaining("UNSUPPORTED_IMAGE")]);
    expect(await readdir(folder)).toEqual([]);
  });

  it("runs functions without arrays", async () => {
    const { code, stdout } = await openhcs(["run", "imageRead", "-p", "file=squares.tif", "-o", "-"], { cwd });
    expect(code).toBe(0);
    expect(decodeNpy(stdout).toNested()).toEqual(squares().toNested());
  });
});

describe("openhcs plan", () => {
  it("says what run would do, in words and as data", async () => {
    const words = await openhcs(["plan", "gaussian", "squares.tif", "-p", "sigma=2", "--on", "reference"], { cwd });
    expect(words.stdout.toString()).toContain("reference:gaussian");
    const data = JSON.parse((await openhcs(["plan", "gaussian", "squares.tif", "--json"], { cwd })).stdout.toString()) as Record<string, unknown>;
    expect(data).toMatchObject({ key: "gaussian", memoryType: "ndarray", input: "squares.tif" });
    expect(data["predictedUs"]).toBeGreaterThan(0);
  });
});
