import { mkdir, mkdtemp, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { fileScanCache, libraryOf, scanInProcess, type Library } from "openhcs";
import { beforeAll, describe, expect, it } from "vitest";

let root: string;

/** A package whose functions behave as their names say, once they are called. */
const source = (load = "({})", options = "") => `
import { defineLibrary } from "@openhcs/core";
const acts = {
  fine: (image) => image.copy(),
  hangs: () => { for (;;); },
  exits: () => process.exit(7),
  crashes: () => process.kill(process.pid, "SIGSEGV"),
  prints: (image) => { console.log("x".repeat(1e6)); return image.copy(); },
};
export const toy = defineLibrary((${options}) => ({
  name: "toy", version: "1", module: import.meta.url,
  load: () => ${load},
  scan: () => (${options === "" ? "Object.keys(acts)" : options}).map((name) => ({ name, documentation: "Acts." })),
  call: (_, { name, inputs }) => acts[name](inputs.image),
}));
`;

async function library(name: string, text: string, ...options: readonly unknown[]): Promise<Library> {
  const file = join(root, `${name}.mjs`);
  await writeFile(file, text);
  return libraryOf(name, await import(pathToFileURL(file).href), options);
}

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "openhcs-scan-"));
  await mkdir(join(root, "node_modules", "@openhcs"), { recursive: true });
  await symlink(fileURLToPath(new URL("../../core", import.meta.url)), join(root, "node_modules", "@openhcs", "core"));
});

describe("scanning in a process of its own", () => {
  it("leaves out what hangs, exits or crashes, each with the reason, and goes on", async () => {
    const { functions, skipped } = await scanInProcess(await library("acts", source()), { timeoutMs: 2000 });
    expect(functions.map(({ candidate, contract }) => [candidate.name, contract])).toEqual([["fine", "flexible"], ["prints", "flexible"]]);
    expect(skipped).toEqual([
      { name: "hangs", reason: "it did not end within 5000 ms, and was stopped" },
      { name: "exits", reason: "it ended its process (code 7)" },
      { name: "crashes", reason: "it ended its process (SIGSEGV)" },
    ]);
  });

  it("does not load the library here", async () => {
    const loads = await library("loads", source("{ globalThis.toyWasLoaded = true; return {}; }", "names").replace("load: () => {", "load() {"), ["fine"]);
    expect((await scanInProcess(loads, { timeoutMs: 20_000 })).functions).toHaveLength(1);
    expect(globalThis).not.toHaveProperty("toyWasLoaded");
  });

  it("passes on what the factory was called with", async () => {
    const { functions } = await scanInProcess(await library("options", source("({})", "names"), ["fine"]), { timeoutMs: 20_000 });
    expect(functions.map(({ candidate }) => candidate.name)).toEqual(["fine"]);
  });

  it("says why a library cannot be loaded, also where that ends the process", async () => {
    const fails = await library("fails", source("{ throw new Error('no such driver'); }").replace("load: () => {", "load() {"));
    await expect(scanInProcess(fails, { timeoutMs: 20_000 })).rejects.toMatchObject({ code: "LIBRARY_LOAD", reason: "no such driver" });
    await expect(scanInProcess(await library("ends", source("process.exit(3)")), { timeoutMs: 20_000 })).rejects.toMatchObject({ reason: "it ended its process (code 3)" });
  });

  it("gives up on a library of which too much crashes, and keeps what it found", async () => {
    const names = ["fine", ...Array.from({ length: 7 }, () => "exits")];
    const { functions, skipped } = await scanInProcess(await library("ruin", source("({})", "names"), names), { timeoutMs: 20_000 });
    expect(functions).toHaveLength(1);
    expect(skipped.map(({ reason }) => reason)).toEqual([...Array.from({ length: 6 }, () => "it ended its process (code 7)"), "it was not probed, for 6 functions before it hung or crashed"]);
  });
});

describe("the cache of scans", () => {
  it("is a JSON file per library, whole at every moment", async () => {
    const folder = join(root, "cache");
    await fileScanCache(folder).set("toy", { a: 1 });
    await fileScanCache(folder).set("other", [2]);
    expect(await fileScanCache(folder).get("toy")).toEqual({ a: 1 });
    expect((await readdir(folder)).sort()).toEqual(["other.json", "toy.json"]);
    expect(JSON.parse(await readFile(join(folder, "toy.json"), "utf8"))).toEqual({ a: 1 });
  });
});
