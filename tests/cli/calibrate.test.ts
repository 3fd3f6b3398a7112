import { mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { newFolder, openhcs } from "./openhcs.js";

/** Of a user who has installed one backend, which takes 20 ms to hand an array to its device. */
const backend = `import { defineBackend, deviceMemory } from "@openhcs/core";
const memory = deviceMemory({ name: "abacus" });
const cost = { latencyUs: 1, gbPerSec: 100 };
export const abacus = defineBackend(() => ({
  name: "abacus", version: "3.1.4", memoryTypes: [memory], probe: () => true, open: () => ({}),
  transfers: [
    { from: "ndarray", to: "abacus", cost, copies: true, async run(array) { await new Promise((resolve) => setTimeout(resolve, 20)); return memory.wrap(array.copy(), array, (kept) => kept.dispose()); } },
    { from: "abacus", to: "ndarray", cost, copies: true, run: ({ buffer }) => buffer.copy() },
  ],
}));
`;

let cwd: string;
let env: Readonly<Record<string, string>>;

beforeAll(async () => {
  cwd = await newFolder();
  env = { XDG_CACHE_HOME: join(cwd, "cache") };
  await mkdir(join(cwd, "node_modules", "@openhcs"), { recursive: true });
  await symlink(fileURLToPath(new URL("../../packages/core", import.meta.url)), join(cwd, "node_modules", "@openhcs", "core"));
  await mkdir(join(cwd, "node_modules", "backend-abacus"));
  await writeFile(join(cwd, "node_modules", "backend-abacus", "package.json"), JSON.stringify({ name: "backend-abacus", type: "module", openhcs: { backend: "./index.js" } }));
  await writeFile(join(cwd, "node_modules", "backend-abacus", "index.js"), backend);
});

describe("openhcs calibrate", () => {
  it("tells what is declared and what was measured, and keeps it for later starts", async () => {
    const { code, stdout } = await openhcs(["calibrate", "--backend", "abacus", "--json"], { cwd, env });
    const told = JSON.parse(stdout.toString()) as { what: string; declared: object; measured?: { latencyUs: number } }[];
    expect([code, told.map(({ what }) => what), told.map(({ declared }) => declared)]).toEqual([0, ["ndarray -> abacus", "abacus -> ndarray"], Array.from({ length: 2 }, () => ({ latencyUs: 1, gbPerSec: 100 }))]);
    expect(told[0]?.measured?.latencyUs).toBeGreaterThan(15_000);
    const [file] = (await readdir(join(cwd, "cache", "openhcs"))).filter((name) => name.startsWith("costs-"));
    const kept = JSON.parse(await readFile(join(cwd, "cache", "openhcs", file as string), "utf8")) as object;
    expect(Object.keys(kept)).toEqual(["abacus@3.1.4# transfer ndarray->abacus", "abacus@3.1.4# transfer abacus->ndarray"]);
  });

  it("has a line for everything that it measured, and says where that is kept", async () => {
    const { code, stdout, stderr } = await openhcs(["calibrate", "--backend", "abacus"], { cwd, env });
    const [titles, ...lines] = stdout.toString().trim().split("\n").map((line) => line.split("\t"));
    expect([code, titles, lines.map(([what, declared]) => [what, declared])]).toEqual([0, ["what", "declared", "measured"], ["ndarray -> abacus", "abacus -> ndarray"].map((what) => [what, "1 µs, 100 GB/s"])]);
    expect(lines.every(([, , measured]) => /µs, /.test(measured ?? ""))).toBe(true);
    expect(stderr).toMatch(/^2 of 2 measured; plans count with them from now on \(.*costs-.*\.json\)\.$/m);
  });

  it("says which backends there are for one that is not in use", async () => {
    const { code, stderr } = await openhcs(["calibrate", "--backend", "abakus"], { cwd, env });
    expect([code === 0, stderr]).toEqual([false, expect.stringContaining("abacus")]);
  });
});
