import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { NdArray, readImage, stackSlices, writeImage } from "openhcs";
import { beforeAll, describe, expect, it } from "vitest";
import { squares } from "./openhcs.js";
import { workplace, type Workplace } from "./workplace.js";

let user: Workplace;
beforeAll(async () => {
  user = await workplace();
  for (const [kind, name] of [["analysis", "measured"], ["multi-output", "split"]] as const) await user.says("functions", "new", name, "--kind", kind, "-o", `${name}.ts`);
  await user.write("noted.ts", `import { ndarray, type NdArray } from "openhcs";

/** Keep the image, and say what it is. */
export const noted = ndarray({ specialOutputs: ["found"] })(function noted(image: NdArray, hasTable: boolean = false) {
  return [image, hasTable ? { row: [1, 2] } : [image.max()], { mean: image.mean() }];
});
`);
  await user.write("escaping.ts", `import { ndarray, type NdArray } from "openhcs";

/** Name a result so that it would leave the folder. */
export const escaping = ndarray({ specialOutputs: { "/../../escaped": { type: "table" } } })(function escaping(image: NdArray) {
  return [image, { row: [1] }];
});
`);
  await user.says("functions", "add", "measured.ts", "split.ts", "noted.ts", "escaping.ts");
});

const filesIn = async (folder: string) => (await readdir(join(user.cwd, folder))).sort();

describe("a folder takes all that a function gives", () => {
  it("a table as .csv", async () => {
    const report = await user.json<{ written: string[] }>("run", "openhcs:measured", "squares.tif", "-o", "tables/", "-p", "threshold=100");
    expect(report.written).toEqual(["tables/squares.tif", "tables/squares_measurements.csv"]);
    expect(await filesIn("tables")).toEqual(["squares.tif", "squares_measurements.csv"]);
    const rows = (await user.read("tables/squares_measurements.csv")).trim().split("\n");
    expect([rows.length, rows[0]]).toEqual([5, "label,area,mean_intensity"]);
  });

  it("an array as an image with the pixel size, a number as .json", async () => {
    expect(await user.run(["run", "openhcs:split", "squares.tif", "-o", "arrays/", "-p", "sigma=3"])).toMatchObject({ code: 0, stderr: "" });
    expect(await filesIn("arrays")).toEqual(["squares.tif", "squares_background.tif", "squares_sigma.json"]);
    expect((await readImage(join(user.cwd, "arrays", "squares_background.tif"))).pixelSize.x?.value).toBeCloseTo(0.5, 6);
    expect(await user.read("arrays/squares_sigma.json")).toBe("3\n");
  });

  it("what nobody declared as what it is, and metadata as .json", async () => {
    await user.says("run", "openhcs:noted", "squares.tif", "-o", "lists/");
    expect(await filesIn("lists")).toEqual(["squares.tif", "squares_found.json", "squares_metadata.json"]);
    expect(JSON.parse(await readFile(join(user.cwd, "lists", "squares_metadata.json"), "utf8"))).toEqual({ mean: expect.any(Number) });
    await user.says("run", "openhcs:noted", "squares.tif", "-o", "found/", "-p", "hasTable=true");
    expect(await user.read("found/squares_found.csv")).toBe("row\n1\n2\n");
  });

  it("of a function of the library too, numbers as .json", async () => {
    await user.says("run", "segmentNuclei", "squares.tif", "-o", "seg/", "-p", "minSize=4");
    expect(await filesIn("seg")).toEqual(["squares.tif", "squares_count.json", "squares_table.csv", "squares_threshold.json"]);
    expect(await user.read("seg/squares_count.json")).toBe("4\n");
  });

  it("labels beside the main result with lower resolutions that hold labels", async () => {
    await user.write("outlined.ts", `import { label, ndarray, type NdArray } from "openhcs";

/** Keep the image, and number what is not 0 in it. */
export const outlined = ndarray({ specialOutputs: { cells: { type: "array", result: "labels" } } })(async function outlined(image: NdArray) {
  return [image, await label(image.greater(0))];
});
`);
    await user.says("functions", "add", "outlined.ts");
    const stripes = new NdArray({ data: Uint8Array.from({ length: 600 * 600 }, (_, i) => Number(i % 3 !== 0)), shape: [600, 600] });
    await writeImage(join(user.cwd, "stripes.ome.zarr"), { array: stripes, axes: "YX" });
    await user.says("run", "openhcs:outlined", "stripes.ome.zarr", "-o", "outlined/");
    const [full, lower] = await Promise.all([0, 1].map(async (level) => (await readImage(join(user.cwd, "outlined", "stripes_cells.ome.zarr"), { level })).array));
    expect(lower?.toNested()).toEqual(full?.slice([null, null, 2], [null, null, 2]).toNested());
  });

  it("of every input, and nothing is written over an input or another result", async () => {
    await user.says("run", "openhcs:split", "squares.tif", "-o", "first/");
    const twice = await user.run(["run", "openhcs:split", "squares.tif", "first/squares_background.tif", "-o", "second/"]);
    expect(twice).toMatchObject({ code: 2, stderr: expect.stringContaining("second/squares_background.tif") });
    const over = await user.run(["run", "openhcs:split", "first/squares.tif", "-p", "sigma=@first/squares_background.tif", "-o", "first/"]);
    expect(over).toMatchObject({ code: 2, stderr: expect.stringContaining("would be overwritten") });
  });

  it("of the steps of a pattern, whichever of them gave it", async () => {
    await user.write("chain.yaml", "pattern:\n  - { function: openhcs:measured, threshold: 100 }\n  - removeSmallLabels\n");
    await user.says("run", "chain.yaml", "squares.tif", "-o", "chain/");
    expect(await filesIn("chain")).toEqual(["squares.tif", "squares_measurements.csv"]);
  });

  it("of every channel's own chain", async () => {
    await writeImage(join(user.cwd, "two.tif"), { array: stackSlices([squares(), squares()]), axes: "CYX", channelNames: ["DNA", "actin"] });
    await user.write("channels.yaml", "pattern:\n  DNA: { function: openhcs:measured, threshold: 100 }\n  actin: [openhcs:split]\n");
    await user.says("run", "channels.yaml", "two.tif", "-o", "channels/");
    expect(await filesIn("channels")).toEqual(["two_DNA.tif", "two_DNA_measurements.csv", "two_actin.tif", "two_actin_background.tif", "two_actin_sigma.json"]);
  });

  it("and is never left, however an output is called", async () => {
    await user.says("run", "openhcs:escaping", "squares.tif", "-o", "in/here/");
    expect(await filesIn("in/here")).toEqual(["squares.tif", "squares________escaped.csv"]);
    expect(await filesIn("in")).toEqual(["here"]);
  });
});

describe("a file takes one result", () => {
  it("the main one, and standard error says what else there is", async () => {
    const { code, stderr } = await user.run(["run", "openhcs:measured", "squares.tif", "-o", "labels.tif"]);
    expect([code, stderr]).toEqual([0, "also computed: measurements (table); give a folder, such as -o results/, to keep all.\n"]);
    const piped = await user.run(["run", "openhcs:split", "squares.tif", "-o", "-"]);
    expect([piped.code, piped.stderr]).toEqual([0, expect.stringMatching(/^also computed: background \(array\), sigma \(number\);.*\n$/)]);
    expect((await user.run(["run", "openhcs:measured", "squares.tif", "-o", "labels.tif", "--json"])).stderr).toBe("");
  });

  it("the only table where it is a .csv", async () => {
    const { code, stderr } = await user.run(["run", "openhcs:measured", "squares.tif", "-o", "cells.csv", "-p", "threshold=100"]);
    expect([code, stderr]).toEqual([0, expect.stringMatching(/^also computed: image \(array\);/)]);
    expect((await user.read("cells.csv")).split("\n")[0]).toBe("label,area,mean_intensity");
    expect((await user.run(["run", "segmentNuclei", "squares.tif", "-o", "nuclei.csv"])).stderr).toMatch(/^also computed: labels \(array\), threshold \(number\), count \(integer\);/);
    expect(await user.run(["run", "openhcs:split", "squares.tif", "-o", "none.csv"])).toMatchObject({ code: 2, stderr: expect.stringContaining('openhcs:split declares an image and no table for none.csv. A function of your own declares one by specialOutputs: { measurements: { type: "table" } }') });
  });

  it("of one image, and no table where a function of the library gives none", async () => {
    const several = await user.run(["run", "segmentNuclei", "squares.tif", "labels.tif", "-o", "all.csv"]);
    expect([several.code, several.stderr]).toEqual([2, expect.stringContaining("all.csv is the name of a file. A folder, such as -o all/, takes a table for each image.")]);
    const none = await user.run(["run", "gaussian", "squares.tif", "-o", "none.csv"]);
    expect([none.code, none.stderr]).toEqual([2, expect.stringContaining("gaussian gives no table for none.csv: its result, an array, goes to an image such as .tif or .npy.")]);
  });

  it("without a word of numbers, where a function of the library gives nothing else", async () => {
    expect((await user.run(["run", "thresholdOtsu", "squares.tif", "-o", "mask.npy"])).stderr).toBe("");
  });

  it("and is named once", async () => {
    expect(await user.run(["run", "openhcs:measured", "squares.tif", "-o", "a.tif", "-o", "b.csv"])).toMatchObject({ code: 2, stderr: expect.stringContaining("-o is given twice: a.tif and b.csv") });
  });
});
