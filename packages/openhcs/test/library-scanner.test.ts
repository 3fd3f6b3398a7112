import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { fileScanCache, libraryOf, scanInProcess, type Library } from "openhcs";
import { beforeAll, describe, expect, it, vi } from "vitest";

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

  it("refuses what cannot be sent to a process, and a module that makes a runtime itself", async () => {
    const options = await library("callback", source("({})", "names"), () => "fine");
    await expect(scanInProcess(options, { timeoutMs: 20_000 })).rejects.toMatchObject({ code: "LIBRARY_LOAD", reason: expect.stringMatching(/^what its factory was called with cannot be sent .* could not be cloned/) as string });
    const host = `${source()}\nimport { scanInProcess } from "${new URL("../dist/node/library-scanner.js", import.meta.url).href}";\nawait scanInProcess(toy(), { timeoutMs: 1 });`;
    const file = join(root, "host.mjs");
    await writeFile(file, host);
    const nested: Library = { ...(await library("nested", source())), module: pathToFileURL(file).href };
    await expect(scanInProcess(nested, { timeoutMs: 20_000 })).rejects.toMatchObject({ reason: expect.stringMatching(/host\.mjs makes a runtime as soon as it is imported/) as string });
  });

  it("leaves no process behind when the host is killed while a function holds its thread", async () => {
    await library("orphan", source("({})", "names").replace("for (;;)", `(fs.writeFileSync(${JSON.stringify(join(root, "pid"))}, String(process.pid)), 0); for (;;)`).replace("const acts", 'import fs from "node:fs";\nconst acts'), ["hangs"]);
    const url = JSON.stringify(pathToFileURL(join(root, "orphan.mjs")).href);
    const script = `import { scanInProcess } from ${JSON.stringify(new URL("../dist/node/library-scanner.js", import.meta.url).href)}; import { toy } from ${url}; await scanInProcess(toy(["hangs"]), { timeoutMs: 60_000 });`;
    const host = spawn(process.execPath, ["--input-type=module", "-e", script], { stdio: "ignore" });
    const scanning = await vi.waitFor(async () => Number(await readFile(join(root, "pid"), "utf8")) || Promise.reject(new Error("none yet")), { timeout: 60_000 });
    host.kill("SIGKILL");
    await vi.waitFor(() => expect(() => process.kill(scanning, 0)).toThrow("ESRCH"), { timeout: 60_000 });
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
