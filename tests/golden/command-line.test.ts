import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const tool = fileURLToPath(new URL("../../tools/golden/main.mjs", import.meta.url));
const golden = (...args: readonly string[]) => spawnSync(process.execPath, [tool, ...args], { encoding: "utf8" });
const lastLine = (text: string) => text.trimEnd().split("\n").at(-1);

/** A 1 × n uint8 array as a .npy file, version 1. */
function npy(values: readonly number[]): Buffer {
  const header = `{'descr': '|u1', 'fortran_order': False, 'shape': (1, ${values.length}), }`.padEnd(117) + "\n";
  const head = Buffer.from("\x93NUMPY\x01\x00  ", "latin1");
  head.writeUInt16LE(header.length, 8);
  return Buffer.concat([head, Buffer.from(header, "latin1"), Buffer.from(values)]);
}

describe("npm run golden", () => {
  let dir: string;
  const thresholded = (nr: number, threshold: unknown, out: string) => ({
    id: `apply_threshold.numpy.0${nr}`, op: "apply_threshold", variant: "numpy", level: "core", params: { threshold, unusedByThePeer: null },
    inputs: { x: { file: "x.npy" } }, outputs: { out: { file: out } }, tolerance: { kind: "exact" }, toleranceRelaxed: { kind: "exact" },
  });
  const writeIndex = (cases: readonly object[]) => writeFileSync(join(dir, "index.json"), JSON.stringify({ format: "golden-1", cases }));

  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), "openhcs-golden-"));
    mkdirSync(join(dir, "empty"));
    writeFileSync(join(dir, "x.npy"), npy([1, 5, 9]));
    writeFileSync(join(dir, "short.npy"), npy([1, 5, 9]).subarray(0, -1));
    writeFileSync(join(dir, "big.npy"), Buffer.from(npy([1, 5, 9]).toString("latin1").replace("|u1", ">u2"), "latin1"));
    writeFileSync(join(dir, "right.npy"), npy([0, 0, 1]));
    writeFileSync(join(dir, "wrong.npy"), npy([0, 1, 1]));
  });
  afterAll(() => rmSync(dir, { recursive: true }));

  const unknown = { ...thresholded(3, 0, "right.npy"), id: "levitate.magic.01", op: "levitate", variant: "magic" };
  const refused = { ...thresholded(4, "high", "right.npy"), outputs: {}, tolerance: { kind: "error" } };

  it("ends with the tally alone on the last line and exit code 0 where nothing failed", () => {
    writeIndex([thresholded(1, 5, "right.npy"), unknown, refused]);
    const { stdout, status } = golden("--dir", dir);
    expect(lastLine(stdout)).toBe("2 passed, 0 failed, 1 unsupported");
    expect(stdout).toContain("unsupported levitate.magic: no function of this name (1)");
    expect(status).toBe(0);
  });

  it("prints each failure and exits with 1", () => {
    writeIndex([thresholded(1, 5, "right.npy"), thresholded(2, 5, "wrong.npy"), { ...refused, params: { threshold: 1 } }]);
    const { stdout, status } = golden("--dir", dir);
    expect(stdout).toContain("FAILED apply_threshold.numpy.02: out: 1 of 3 differ; worst at 1: 0 instead of 1");
    expect(stdout).toContain("FAILED apply_threshold.numpy.04: was not refused, as the peer does");
    expect(lastLine(stdout)).toBe("1 passed, 2 failed, 0 unsupported");
    expect(status).toBe(1);
  });

  it("takes no other error for the refusal of the arguments", () => {
    writeIndex([refused, { ...refused, id: "apply_threshold.numpy.05", params: { threshold: 1, thresold: 2 } }]);
    const { stdout } = golden("--dir", dir);
    expect(stdout).toMatch(/FAILED apply_threshold\.numpy\.05: refused: .*"thresold"/);
    expect(lastLine(stdout)).toBe("1 passed, 1 failed, 0 unsupported");
  });

  it("counts a case that cannot be read as failed, and goes on", () => {
    const reading = (nr: number, file: string) => ({ ...thresholded(nr, 5, "right.npy"), inputs: { x: { file } } });
    writeIndex([reading(5, "missing.npy"), reading(6, "big.npy"), reading(7, "short.npy"), thresholded(8, 5, "missing.npy"), { ...thresholded(9, 5, "right.npy"), tolerance: undefined }, thresholded(1, 5, "right.npy")]);
    const { stdout, status } = golden("--dir", dir);
    for (const words of ["05: the case cannot be read: ENOENT", "06: the case cannot be read: .*little-endian", "07: the case cannot be read: .*holds 2 of 3 bytes", "08: .*ENOENT", "09: the case cannot be read"]) {
      expect(stdout).toMatch(new RegExp(`^FAILED apply_threshold\\.numpy\\.${words}`, "m"));
    }
    expect([lastLine(stdout), status]).toEqual(["1 passed, 5 failed, 0 unsupported", 1]);
  });

  it("prints one JSON document with --json", () => {
    writeIndex([thresholded(1, 5, "right.npy"), thresholded(2, 5, "wrong.npy"), unknown]);
    const report = JSON.parse(golden("--dir", dir, "--json").stdout);
    expect(report).toMatchObject({ on: "reference", passed: 1, failed: 1, unsupported: 1 });
    expect(report.cases.map(({ status }: { status: string }) => status)).toEqual(["passed", "failed", "unsupported"]);
  });

  it("runs only what --only names", () => {
    writeIndex([thresholded(1, 5, "right.npy"), thresholded(2, 5, "wrong.npy"), unknown]);
    expect(lastLine(golden("--dir", dir, "--only", "apply_threshold.numpy.01").stdout)).toBe("1 passed, 0 failed, 0 unsupported");
    expect(lastLine(golden("--dir", dir, "--only", "levitate").stdout)).toBe("0 passed, 0 failed, 1 unsupported");
    expect(lastLine(golden("--dir", dir, "--only", "apply_threshold.numpy").stdout)).toBe("1 passed, 1 failed, 0 unsupported");
  });

  it("says how it is used without a folder, and what is missing in one without an index", () => {
    const without = golden();
    expect([without.status, without.stderr]).toEqual([2, expect.stringContaining("usage: npm run golden")]);
    const empty = golden("--dir", join(dir, "empty"));
    expect([empty.status, empty.stderr]).toEqual([1, expect.stringContaining("index.json")]);
  });

  it("refuses a backend that is not there by name", () => {
    writeIndex([thresholded(1, 5, "right.npy")]);
    const { status, stderr } = golden("--dir", dir, "--on", "abacus");
    expect(status).toBe(1);
    expect(stderr).toContain("abacus");
  });
});
