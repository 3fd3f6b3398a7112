import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const sum = join(root, "tools/ci/sum.mjs");

describe("the sum of a CI run", () => {
  let folder: string;
  const stage = (name: string, status: number, log: string) => {
    writeFileSync(join(folder, `${name}.log`), log);
    writeFileSync(join(folder, `${name}.status`), `${status}\n`);
  };
  const say = () => {
    const { status, stdout } = spawnSync(process.execPath, [sum, folder], { encoding: "utf8" });
    return { status, lines: stdout.trimEnd().split("\n") };
  };
  const close = () => {
    const { status, lines } = say();
    return [status, lines.at(-1)];
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

  it("tells again what failed, below its stage, without colours", () => {
    stage("tests-node-24", 1, "    at some other line\n\nfailed: a.test.ts > adds\n    \u001b[31mError: x\u001b[39m\n        at a.test.ts:3\nfailed: b.test.ts has no tests\n9 passed, 2 failed\n");
    stage("lint", 1, "checking\n\nFound 3 errors.\n");
    const { lines } = say();
    expect(lines.slice(lines.indexOf("=== sum ==="))).toEqual([
      "=== sum ===",
      "lint: failed", "  checking", "  Found 3 errors.",
      "system-packages: ok",
      "tests-node-20: ok",
      "tests-node-24: failed", "  failed: a.test.ts > adds", "      Error: x", "          at a.test.ts:3", "  failed: b.test.ts has no tests",
      "19 passed, 3 failed, 2 skipped",
    ]);
  });

  it("tells the end of what a stage said that failed without naming a failure", () => {
    stage("tests-node-24", 139, `${Array.from({ length: 100 }, (_, at) => `line ${at}`).join("\n")}\n9 passed, 0 failed\nSegmentation fault\n`);
    const { lines } = say();
    expect(lines.slice(-4)).toEqual(["  line 99", "  9 passed, 0 failed", "  Segmentation fault", "19 passed, 1 failed, 2 skipped"]);
    expect(lines).not.toContain("  line 50");
  });

  it("fails where no test ran at all", () => {
    stage("tests-node-20", 0, "");
    expect(close()).toEqual([1, "0 passed, 1 failed, 0 skipped"]);
  });
});

/** The script itself, on programs that only say how they were called. */
describe.skipIf(process.platform === "win32")("a CI run", () => {
  let folder: string;
  const script = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  };
  const run = () => {
    const { status, stdout } = spawnSync("bash", [join(folder, ".ci/run")], { encoding: "utf8", env: { ...process.env, PATH: `${join(folder, "bin")}:${process.env["PATH"]}`, CALLS: join(folder, "calls") } });
    const calls = readFileSync(join(folder, "calls"), "utf8").trimEnd().split("\n").map((call) => call.replace(/--out .*/, "--out …"));
    return { status, calls, closing: stdout.trimEnd().split("\n").at(-1) };
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "openhcs-ci-"));
    mkdirSync(join(folder, ".ci"));
    copyFileSync(join(root, ".ci/run"), join(folder, ".ci/run"));
    script("tools/ci/install-system-packages.sh", "");
    script("tools/ci/fetch-node.sh", "echo /nowhere");
    copyFileSync(sum, join(folder, "tools/ci/sum.mjs"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const tests = `test) echo "7 passed, 0 failed";; run) [ "$2" = coverage ] && echo "7 passed, 0 failed"; true;;`;

  it("starts, tests, lints, tests with coverage on Node 24, and adds them up", () => {
    script("bin/npm", `echo "$*" >>"$CALLS"; case "$1" in start) mkdir "$4" && echo label >"$4/nuclei.csv";; ${tests} esac`);
    expect(run()).toEqual({ status: 0, calls: ["start -- --out …", "test", "run lint", "run coverage"], closing: "15 passed, 0 failed, 0 skipped" });
  });

  it.each([["fails", "exit 1"], ["finds no nuclei to write down", "exit 0"]])("counts a start that %s as one failure", (_, ending) => {
    script("bin/npm", `echo "$*" >>"$CALLS"; case "$1" in start) ${ending};; ${tests} esac`);
    expect(run()).toMatchObject({ status: 1, closing: "14 passed, 1 failed, 0 skipped" });
  });
});
