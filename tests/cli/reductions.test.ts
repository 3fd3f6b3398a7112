import { mkdir, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { folderWithSquares, openhcs } from "./openhcs.js";

let cwd: string;
beforeAll(async () => { cwd = await folderWithSquares(); });

const run = (...args: string[]) => openhcs(["run", ...args], { cwd });
const jsonIn = async (file: string) => JSON.parse(await readFile(join(cwd, file), "utf8")) as unknown;

describe("a result that is a number or a list", () => {
  it("is printed without -o, a value in each line", async () => {
    for (const [args, printed] of [[["percentile", "-p", "q=50"], "10\n"], [["max"], "200\n"], [["any"], "true\n"], [["percentile", "-p", "q=1,100"], "10\n200\n"]] as const) {
      const [name, ...parameters] = args;
      const { code, stdout, stderr } = await run(name, "squares.tif", ...parameters);
      expect([code, stdout.toString(), stderr], args.join(" ")).toEqual([0, printed, ""]);
    }
    const { stdout } = await run("histogram", "squares.tif");
    expect(stdout.toString().split("\n").slice(0, -1).reduce((sum, count) => sum + Number(count), 0)).toBe(48 * 64);
  });

  it("goes to .json, by name or into a folder", async () => {
    expect((await run("max", "squares.tif", "-o", "max.json")).code).toBe(0);
    expect(await jsonIn("max.json")).toBe(200);
    expect((await run("histogram", "squares.tif", "-p", "bins=2", "-o", "counted/")).code).toBe(0);
    expect((await readdir(join(cwd, "counted"))).sort()).toEqual(["squares.json", "squares_edges.json", "squares_firstEdge.json", "squares_lastEdge.json"]);
    expect([await jsonIn("counted/squares.json"), await jsonIn("counted/squares_edges.json")]).toEqual([[48 * 64 - 144, 144], [10, 105, 200]]);
    expect((await run("mean", "squares.tif", "-o", "means/")).code).toBe(0);
    expect(await readdir(join(cwd, "means"))).toEqual(["squares.json"]);
  });

  it("is no image: what has more axes or values needs a file", async () => {
    const zoomed = await run("zoom", "squares.tif", "-p", "zoom=2");
    expect([zoomed.code, zoomed.stderr]).toEqual([2, expect.stringContaining("the result is an array of shape [96, 128]: name a file with -o <file>")]);
    const many = await run("histogram", "squares.tif", "-p", "bins=257");
    expect([many.code, many.stderr]).toEqual([2, expect.stringContaining("of shape [257]")]);
    expect((await run("gaussian", "squares.tif")).stderr).toContain("the result is an array: name a file");
  });
});

describe("a parameter that must be given", () => {
  it("is asked for first, with an example, unless it is misspelt", async () => {
    for (const command of [["percentile", "squares.tif"], ["percentile", "no-such.tif", "-o", "out.csv"]]) {
      const { code, stderr } = await run(...command);
      expect([code, stderr]).toEqual([2, expect.stringContaining('percentile: "q" must be given, such as -p q=50.')]);
    }
    expect((await run("percentile", "squares.tif", "-p", "p=50")).stderr).toContain('did you mean "q"?');
  });
});

describe("a folder that is no image", () => {
  it("is said to hold none", async () => {
    await mkdir(join(cwd, "bad.ome.zarr"));
    const { code, stderr } = await run("max", "bad.ome.zarr");
    expect([code, stderr]).toEqual([1, expect.stringContaining("bad.ome.zarr: is a folder that holds no ome-zarr.")]);
  });
});
