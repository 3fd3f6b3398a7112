import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const main = fileURLToPath(new URL("../../tools/bench/main.mjs", import.meta.url));

describe("npm run bench", () => {
  let folder: string;
  const bench = (name: string, figure: object) =>
    writeFileSync(join(folder, "benches", `${name}.mjs`), `export const describe = "${name}"; export const run = async () => [${JSON.stringify(figure)}];`);
  const run = (...args: readonly string[]) => spawnSync(process.execPath, [join(folder, "main.mjs"), ...args], { encoding: "utf8" });
  const figure = (median: number, bar?: number) => ({ what: "a call", median, min: 1, max: 3, unit: "µs", ...(bar === undefined ? {} : { bar }) });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "openhcs-bench-"));
    mkdirSync(join(folder, "benches"));
    copyFileSync(main, join(folder, "main.mjs"));
    bench("held", figure(2, 2));
    bench("unbarred", figure(200));
    bench("skipped", { what: "OpenCV", skipped: "not here" });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("exits with 0 where every bar is held", () => {
    const { status, stdout } = run();
    expect([status, stdout]).toEqual([0, expect.stringContaining("a call: 2.00 µs (1.00 to 3.00), bar 2 µs: held")]);
  });

  it("exits with 1 where a bar is missed", () => {
    bench("missed", figure(2.1, 2));
    const { status, stdout } = run();
    expect([status, stdout]).toEqual([1, expect.stringContaining("bar 2 µs: MISSED")]);
    expect([run("--json").status, run("held").status]).toEqual([1, 0]);
  });

  it("exits with 2 where there is no benchmark of the name", () => {
    expect(run("lightning")).toMatchObject({ status: 2, stderr: expect.stringContaining("held, skipped, unbarred") });
  });
});
