import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readImage } from "openhcs";
import { beforeAll, describe, expect, it } from "vitest";
import { folderWithSquares, newFolder, openhcs } from "./openhcs.js";

interface Listed {
  readonly key: string;
  readonly category?: string;
}

let cwd: string;
let cache: string;

/** A folder of a user who has installed the adapter of image-js. */
beforeAll(async () => {
  [cwd, cache] = await Promise.all([folderWithSquares(), newFolder()]);
  await mkdir(join(cwd, "node_modules", "@openhcs"), { recursive: true });
  await symlink(fileURLToPath(new URL("../../packages/adapter-image-js", import.meta.url)), join(cwd, "node_modules", "@openhcs", "adapter-image-js"));
});

const run = (...args: string[]) => openhcs(args, { cwd, env: { XDG_CACHE_HOME: cache } });
const json = async <T>(...args: string[]) => JSON.parse((await run(...args, "--json")).stdout.toString()) as T;

describe("an installed library", () => {
  it("is in the doctor's report, with what was left out by reason, and its scan is kept", async () => {
    const { stdout } = await run("doctor");
    expect(stdout.toString()).toMatch(/image-js\tavailable\t1\.7\.0\t55 functions; \d+ left out; scanned /);
    expect(stdout.toString()).toMatch(/ {2}copyTo, drawCircleOnImage, .*: it draws on an image\n/);
    const kept = JSON.parse(await readFile(join(cache, "openhcs", "libraries", "image-js.json"), "utf8")) as { scan: { functions: unknown[] } };
    expect(kept.scan.functions).toHaveLength(55);
    const [health] = (await json<{ libraries: object[] }>("doctor")).libraries;
    expect(health).toMatchObject({ library: "image-js", version: "1.7.0", fromCache: true });
    expect((await json<{ libraries: object[] }>("doctor", "--rescan")).libraries[0]).toMatchObject({ fromCache: false });
  });

  it("has its functions listed by namespace and category, and found by what they are also called", async () => {
    const listed = await json<Listed[]>("list", "--namespace", "image-js", "--category", "thresholds");
    expect(listed.map(({ key }) => key)).toEqual(["image-js:computeThreshold", "image-js:threshold"]);
    expect((await json<Listed[]>("list", "--search", "connected components")).map(({ key }) => key)).toEqual(expect.arrayContaining(["label", "image-js:fromMask"]));
  });

  it("has its functions described with what to cite", async () => {
    const text = (await run("describe", "image-js:canny_edge_detector")).stdout.toString();
    for (const words of ["image-js:cannyEdgeDetector", "contract  pure2d", "https://doi.org/10.1109/TPAMI.1986.4767851", "package   @openhcs/adapter-image-js", "version   1.7.0"]) expect(text).toContain(words);
  });

  it("has its functions run, planned and used in patterns by their keys", async () => {
    const { code, stderr } = await run("run", "image-js:medianFilter", "squares.tif", "-o", "median.tif", "-p", "cellSize=5");
    expect([code, stderr]).toEqual([0, ""]);
    expect((await readImage(join(cwd, "median.tif"))).array).toMatchObject({ dtype: "uint8", shape: [48, 64] });
    expect((await run("plan", "image-js:medianFilter", "squares.tif")).stdout.toString()).toContain("by image-js:medianFilter on ndarray");
    await writeFile(join(cwd, "pattern.yaml"), "pattern:\n  - function: image-js:gaussianBlur\n    sigma: 1\n  - image-js:threshold\n  - label\n");
    expect(await run("run", "pattern.yaml", "squares.tif", "-o", "labels.npy")).toMatchObject({ code: 0 });
    expect((await readImage(join(cwd, "labels.npy"))).array.max()).toBe(4);
  });

  it("says why a function is left out", async () => {
    expect(await run("run", "image-js:drawCircleOnImage", "squares.tif", "-o", "out.npy")).toMatchObject({ code: 2, stderr: expect.stringContaining("image-js:drawCircleOnImage is left out: it draws on an image.") as string });
  });

  it("says why it is unavailable where a function of it is asked for", async () => {
    const folder = join(await newFolder(), "node_modules", "broken");
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, "package.json"), JSON.stringify({ name: "broken", type: "module", openhcs: { library: "./index.js" } }));
    await writeFile(join(folder, "index.js"), "throw new Error('no such driver');");
    const { code, stderr } = await openhcs(["describe", "broken:thing"], { cwd: folder, env: { XDG_CACHE_HOME: cache } });
    expect([code, stderr]).toEqual([1, expect.stringContaining("broken: the library is unavailable: it does not load: no such driver.")]);
  });

  it("refuses what it cannot hold", async () => {
    await run("run", "gaussian", "squares.tif", "-o", "smooth.npy", "-p", "sigma=1", "--dtype", "float32");
    const { code, stderr } = await run("run", "image-js:medianFilter", "smooth.npy", "-o", "out.npy");
    expect(code).not.toBe(0);
    expect(stderr).toContain("must be of dtype uint8, uint16, received float32");
  });
});

describe("openhcs list", () => {
  it("puts the best match of a search first, and finds top-hats by what they are for", async () => {
    const keys = (await json<Listed[]>("list", "--search", "median", "filter")).map(({ key }) => key);
    expect(keys.slice(0, 2).sort()).toEqual(["image-js:medianFilter", "median"]);
    expect((await json<Listed[]>("list", "--search", "background")).map(({ key }) => key)).toContain("whiteTophat");
  });

  it("names the categories where there is none of that name", async () => {
    const { code, stderr } = await run("list", "--category", "filterz");
    expect([code, stderr]).toEqual([0, expect.stringMatching(/^No function matches filterz\. Categories: .*filters.*thresholds\.\n$/)]);
  });
});
