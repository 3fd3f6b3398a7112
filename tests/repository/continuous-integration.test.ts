import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const sum = fileURLToPath(new URL("../../tools/ci/sum.mjs", import.meta.url));

describe("the sum of a CI run", () => {
  let folder: string;
  const stage = (name: string, status: number, log: string) => {
    writeFileSync(join(folder, `${name}.log`), log);
    writeFileSync(join(folder, `${name}.status`), `${status}\n`);
  };
  const close = () => {
    const { status, stdout } = spawnSync(process.execPath, [sum, folder], { encoding: "utf8" });
    return [status, stdout.trimEnd().split("\n").at(-1)];
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "openhcs-ci-"));
    stage("system-packages", 0, "");
    stage("tests-node-20", 0, "✓ something\n10 passed, 0 failed, 2 skipped\n");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("adds the closing lines of its stages", () => {
    stage("tests-node-24", 0, "3 passed, 4 failed in this sentence\n9 passed, 0 failed\n");
    expect(close()).toEqual([0, "19 passed, 0 failed, 2 skipped"]);
  });

  it("keeps counted failures", () => {
    stage("tests-node-24", 1, "9 passed, 3 failed\n");
    expect(close()).toEqual([1, "19 passed, 3 failed, 2 skipped"]);
  });

  it("counts a stage that failed without tests as one failure", () => {
    stage("lint", 1, "Found 3 errors.\n");
    expect(close()).toEqual([1, "10 passed, 1 failed, 2 skipped"]);
  });

  it("counts a stage that died after a good closing line as one failure", () => {
    stage("tests-node-24", 139, "9 passed, 0 failed\n");
    expect(close()).toEqual([1, "19 passed, 1 failed, 2 skipped"]);
  });

  it("fails where no test ran at all", () => {
    stage("tests-node-20", 0, "");
    expect(close()).toEqual([1, "0 passed, 1 failed, 0 skipped"]);
  });
});
