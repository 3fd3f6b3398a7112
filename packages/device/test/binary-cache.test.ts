import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { BinaryCache } from "@openhcs/device";
import { afterEach, beforeEach, expect, test } from "vitest";

let folder: string;
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), "kernels-")); });
afterEach(() => { rmSync(folder, { recursive: true }); });

const kilobyte = (filled: number) => new Uint8Array(1024 - 32).fill(filled);
const open = (limit?: number, version = "1.0.0") => new BinaryCache({ version, folder, limit });
const key = (of: number | string) => open().key([String(of)]);

/** As if nobody had used it since. */
function age(of: number | string, hours: number): void {
  const then = new Date(Date.now() - hours * 3_600_000);
  utimesSync(join(folder, `${key(of)}.bin`), then, then);
}

test("of more kernels than may be kept, those go that nobody has read for longest", () => {
  const cache = open(4096);
  for (let at = 0; at < 4; at++) {
    cache.write(key(at), kilobyte(at));
    age(at, 10 - at);
  }
  expect(cache.read(key(0))).toEqual(Buffer.from(kilobyte(0)));
  cache.write(key(4), kilobyte(4));
  expect([0, 1, 2, 3, 4].filter((at) => cache.read(key(at)) !== undefined)).toEqual([0, 3, 4]);
});

test("what another program has in the folder stays, and what a process did not finish goes", () => {
  writeFileSync(join(folder, "thesis.txt"), "x".repeat(10_000));
  const unfinished = join(folder, `${key("half")}.bin.0b6f5d0e-3c0f-4c53-9c11-0f6a2f3f9a11`);
  writeFileSync(unfinished, "x".repeat(5000));
  utimesSync(unfinished, 0, 0);
  open(4096).write(key(1), kilobyte(1));
  expect(readdirSync(folder).sort()).toEqual([`${key(1)}.bin`, "thesis.txt"].sort());
});

test("what another version compiled is left alone", () => {
  open().write(key(1), kilobyte(1));
  expect(open(undefined, "1.0.1").key(["1"])).not.toBe(key(1));
});

test("a damaged kernel is none", () => {
  const cache = open();
  cache.write(key(1), kilobyte(1));
  const file = join(folder, `${key(1)}.bin`);
  writeFileSync(file, readFileSync(file).subarray(0, 500));
  expect(cache.read(key(1))).toBeUndefined();
});

test("processes that write, read and delete at the same time get whole kernels or none, and keep to the limit", async () => {
  const work = `
    import { BinaryCache } from "@openhcs/device";
    const cache = new BinaryCache({ version: "1.0.0", folder: ${JSON.stringify(folder)}, limit: 64 * 1024 });
    let read = 0;
    for (let round = 0; round < 600; round++) {
      const of = Math.floor(Math.random() * 200);
      const key = cache.key([String(of)]);
      const kept = cache.read(key);
      if (kept === undefined) cache.write(key, new Uint8Array(992).fill(of));
      else if (kept.length === 992 && kept.every((byte) => byte === of)) read++;
      else throw new Error("half a kernel");
    }
    console.log(read);
  `;
  const run = async () => Number((await promisify(execFile)(process.execPath, ["--input-type=module", "-e", work], { cwd: import.meta.dirname })).stdout);
  const read = await Promise.all([run(), run(), run()]);
  expect(Math.min(...read)).toBeGreaterThan(0);
  const bytes = readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
  expect(bytes).toBeLessThanOrEqual(64 * 1024 + 3 * 8 * 1024);
});
