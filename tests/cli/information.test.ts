import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { newFolder, openhcs } from "./openhcs.js";

let cwd: string;

/** A folder of a user who has installed two packages with backends, one of which is broken. */
beforeAll(async () => {
  cwd = await newFolder();
  const core = fileURLToPath(new URL("../../packages/core", import.meta.url));
  await mkdir(join(cwd, "node_modules", "@openhcs"), { recursive: true });
  await symlink(core, join(cwd, "node_modules", "@openhcs", "core"));
  for (const [name, code] of [
    ["backend-abacus", "import { defineBackend } from '@openhcs/core';\nexport const abacus = defineBackend(() => ({ name: 'abacus', version: '3.1.4', probe: () => ({ devices: [{ name: 'ten beads' }] }), open: () => ({}) }));\n"],
    ["backend-sundial", "import { defineBackend } from '@openhcs/core';\nexport const sundial = defineBackend(() => ({ name: 'sundial', probe: () => ({ reason: 'no sun', remedy: 'Wait for the morning' }), open: () => ({}) }));\n"],
    ["backend-broken", "throw new Error('cannot be loaded at all');\n"],
  ] as const) {
    await mkdir(join(cwd, "node_modules", name));
    await writeFile(join(cwd, "node_modules", name, "package.json"), JSON.stringify({ name, type: "module", openhcs: { backend: "./index.js" } }));
    await writeFile(join(cwd, "node_modules", name, "index.js"), code);
  }
});

const json = async (...args: string[]) => JSON.parse((await openhcs([...args, "--json"], { cwd })).stdout.toString()) as unknown;

describe("openhcs doctor", () => {
  it("lists every installed backend with version and devices, or reason and remedy", async () => {
    const { backends } = (await json("doctor")) as { backends: { name: string; status: string }[] };
    const named = new Map(backends.map((backend) => [backend.name, backend]));
    expect(named.get("abacus")).toMatchObject({ status: "available", version: "3.1.4", devices: [{ name: "ten beads" }] });
    expect(named.get("sundial")).toMatchObject({ status: "unavailable", reason: "no sun", remedy: "Wait for the morning" });
    expect(named.get("backend-broken")).toMatchObject({ status: "unavailable", reason: expect.stringContaining("cannot be loaded at all") });
    expect(named.has("cpu")).toBe(true);
  });

  it("says on what it runs, and ends well although a backend does not work", async () => {
    const { code, stdout } = await openhcs(["doctor"], { cwd });
    const text = stdout.toString();
    expect(code).toBe(0);
    for (const fact of [process.version, process.platform, "probe cache", "abacus", "no sun. Wait for the morning\n"]) expect(text).toContain(fact);
    expect(text).not.toContain("\u001b[");
  });
});

describe("openhcs list", () => {
  it("has a line per function, columns parted by tabs where there is no terminal", async () => {
    const { code, stdout } = await openhcs(["list"], { cwd });
    const [titles, ...lines] = stdout.toString().trim().split("\n").map((line) => line.split("\t"));
    expect([code, titles]).toEqual([0, ["function", "category", "kernels", "what it does"]]);
    expect(lines.map(([name]) => name)).toEqual(expect.arrayContaining(["gaussian", "label", "imageRead"]));
    expect(lines.filter(([, , kernels]) => kernels === "")).toEqual([]);
    expect(lines.every(([, , , what]) => what?.endsWith("."))).toBe(true);
  });

  it("finds functions by words, also by other names that people use", async () => {
    const found = (await json("list", "--search", "connected", "components")) as { key: string }[];
    expect(found.map(({ key }) => key)).toContain("label");
    const none = await openhcs(["list", "--search", "quaternion"], { cwd });
    expect([none.code, none.stdout.toString()]).toEqual([0, ""]);
  });
});

describe("openhcs describe", () => {
  it("says everything about a function, under the snake_case spelling too", async () => {
    const { code, stdout } = await openhcs(["describe", "white_tophat"], { cwd });
    expect(code).toBe(0);
    for (const words of ["whiteTophat", "footprint", "Parameters", "Outputs", "reference:whiteTophat"]) expect(stdout.toString()).toContain(words);
    expect(await json("describe", "gaussian")).toMatchObject({ key: "gaussian", parameters: { sigma: { type: "number", min: 0 } } });
  });
});

/** The cells of a section's rows, each beginning below its title. */
function alignedCells(section: string): string[][] {
  const [, titles = "", ...lines] = section.split("\n");
  if (!titles.startsWith("name ")) return [];
  const starts = [...titles.matchAll(/\S+/g)].map(({ index }) => index);
  return lines.map((line) => starts.map((start, at) => line.slice(start, starts[at + 1]).trim()));
}

describe("what openhcs describe says of arguments", () => {
  const rows = async (key: string) => {
    const { stdout } = await openhcs(["describe", key], { cwd });
    expect(stdout.toString()).not.toContain("\t");
    const cells = stdout.toString().split("\n\n").flatMap(alignedCells);
    // The result of a function often has the name of its first array, which comes before it.
    return new Map(cells.reverse().map(([name, ...rest]) => [name as string, rest]));
  };

  it("names every choice of a list", async () => {
    const [type, fallback, what] = (await rows("regionprops")).get("properties") ?? [];
    expect([type, fallback]).toEqual(["list of string", "[\"label\",\"bbox\"]"]);
    for (const choice of ["label", "centroid", "intensity_mean", "solidity"]) expect(what).toMatch(new RegExp(`[:,] ${choice}[,.]`));
  });

  it("names the dtypes by those that are excluded, and ranks as a run", async () => {
    expect((await rows("whiteTophat")).get("image")?.[0]).toBe("any dtype but uint64, int64, 1 to 8 axes");
    expect((await rows("label")).get("image")?.[0]).toBe("any dtype, 1 to 8 axes");
    expect((await rows("maxProjection")).get("image")?.[0]).toBe("any dtype but uint64, int64, 3 axes");
    const { labels, intensity } = Object.fromEntries(await rows("regionprops"));
    expect([labels?.[0], intensity?.[0]]).toEqual(["any dtype but bool, float16, float32, float64, 2 or 3 axes", "any dtype, optional"]);
  });

  it("names the dtype that an output gets", async () => {
    expect((await rows("thresholdOtsu")).get("mask")?.[0]).toBe("array of bool");
    expect((await rows("label")).get("labels")?.[0]).toBe("array of uint32");
    expect((await rows("imageRead")).get("pixels")?.[0]).toBe("array, dtype kept unless --dtype says otherwise");
  });

  it("says when a parameter exists", async () => {
    expect((await rows("thresholdOtsu")).get("nbins")?.[2]).toMatch(/ Only for convention skimage\.$/);
  });

  it("keeps to one line for each, however a description is broken", async () => {
    expect((await rows("whiteTophat")).get("footprint")?.[2]).toMatch(/\{shape: "disk".*\{shape: "square".*\{shape: "custom"/);
  });
});

describe("openhcs --version and --help", () => {
  it("end well", async () => {
    expect((await openhcs(["--version"])).stdout.toString()).toMatch(/^\d+\.\d+\.\d+\n$/);
    const { code, stdout } = await openhcs(["run", "--help"]);
    expect(code).toBe(0);
    for (const words of ["--parameter", "footprint={shape: disk, radius: 3}", ".ome.zarr"]) expect(stdout.toString().replace(/\s+/g, " ")).toContain(words);
  });
});
