import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { nodeBackendFinder, nodeLibraryFinder } from "openhcs";
import { beforeAll, describe, expect, it } from "vitest";

let root: string;

async function write(path: string, content: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), content);
}

const manifest = (name: string, backend: unknown) => JSON.stringify({ name, type: "module", openhcs: { backend } });

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "openhcs-"));
  await write("node_modules/good/package.json", manifest("good", "./index.js"));
  await write("node_modules/good/index.js", "export const place = 'outer';");
  await write("node_modules/@scope/other/package.json", manifest("@scope/other", "./index.js"));
  await write("node_modules/@scope/other/index.js", "export const place = 'scoped';");
  await write("node_modules/throws/package.json", manifest("throws", "./index.js"));
  await write("node_modules/throws/index.js", "throw new Error('no driver');");
  await write("node_modules/missing/package.json", manifest("missing", "./dist/nowhere.js"));
  await write("node_modules/escapes/package.json", manifest("escapes", "../good/index.js"));
  await write("node_modules/wrong/package.json", manifest("wrong", 7));
  await write("node_modules/broken/package.json", "{ \"openhcs\": ");
  await write("node_modules/unrelated/package.json", JSON.stringify({ name: "unrelated", main: "./index.js" }));
  await write("node_modules/unrelated/index.js", "globalThis.unrelatedWasLoaded = true;");
  await write("app/node_modules/good/package.json", manifest("good", "./index.js"));
  await write("app/node_modules/good/index.js", "export const place = 'inner';");
  await write("node_modules/both/package.json", JSON.stringify({ name: "both", type: "module", openhcs: { backend: "./backend.js", library: "./library.js" } }));
  await write("node_modules/both/backend.js", "export const what = 'backend';");
  await write("node_modules/both/library.js", "export const what = 'library';");
  await mkdir(join(root, "app", "src"), { recursive: true });
});

const found = async (start: string) => new Map((await nodeBackendFinder(join(root, start)).installed()).map((each) => [each.package, each]));

describe("finding installed backends", () => {
  it("walks up through node_modules and takes the nearest of one name", async () => {
    const packages = await found("app/src");
    expect(packages.get("good")).toMatchObject({ module: { place: "inner" } });
    expect(packages.get("@scope/other")).toMatchObject({ module: { place: "scoped" } });
    expect((await found(".")).get("good")).toMatchObject({ module: { place: "outer" } });
  });

  it("never loads a package whose manifest names no backend", async () => {
    expect((await found(".")).has("unrelated")).toBe(false);
    expect(globalThis).not.toHaveProperty("unrelatedWasLoaded");
  });

  it("reports a broken package with its reason and goes on", async () => {
    const packages = await found(".");
    expect(packages.get("throws")).toMatchObject({ reason: "it does not load: no driver" });
    expect(packages.get("missing")).toMatchObject({ reason: expect.stringContaining("it does not load") });
    expect(packages.get("escapes")).toMatchObject({ reason: expect.stringContaining("leads out of the package") });
    expect(packages.get("wrong")).toMatchObject({ reason: expect.stringContaining("not a path") });
    expect(packages.get("broken")).toMatchObject({ reason: expect.stringContaining("cannot be read") });
  });

  it("finds libraries by a key of their own, of the same package too", async () => {
    const finder = nodeLibraryFinder(join(root, "app"));
    expect((await finder.installed()).filter((each) => "module" in each)).toMatchObject([{ package: "both", module: { what: "library" } }]);
    expect((await found("app")).get("both")).toMatchObject({ module: { what: "backend" } });
    await expect(finder.load("good")).rejects.toThrow("names no openhcs.library");
  });

  it("loads one by name, and says why it cannot", async () => {
    const finder = nodeBackendFinder(join(root, "app"));
    expect(await finder.load("@scope/other")).toMatchObject({ place: "scoped" });
    await expect(finder.load("absent")).rejects.toThrow("not installed");
    await expect(finder.load("unrelated")).rejects.toThrow("names no openhcs.backend");
  });
});
