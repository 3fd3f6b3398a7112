import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { closing, countFailure, exitCode, failure, nothing, sum } from "../../tools/bootstrap/tally.mjs";
import { nodeTestFiles } from "../../tools/bootstrap/test-run.mjs";

const root = new URL("../..", import.meta.url);
const source = `
  import { closing } from ${JSON.stringify(new URL("tools/bootstrap/tally.mjs", root).href)};
  import { runTests } from ${JSON.stringify(new URL("tools/bootstrap/test-run.mjs", root).href)};
  const [workspace, ...args] = process.argv.slice(1);
  const tally = await runTests(args, { workspace, results: workspace + "/results" });
  console.log(closing(tally));`;

describe("a test run", () => {
  let workspace: string;
  const write = (name: string, content: string) => writeFileSync(join(workspace, "tests", name), content);
  function lines(...args: string[]): string[] {
    // The run under test must not take itself for a worker of this one.
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(VITEST|TEST|NODE_TEST_CONTEXT|OPENHCS_TALLY)/.test(name)));
    const { stdout } = spawnSync(process.execPath, ["--input-type=module", "-e", source, "--", workspace, ...args], { env, encoding: "utf8" });
    return stdout.trimEnd().split("\n");
  }

  beforeEach(() => {
    workspace = mkdtempSync(join(tmpdir(), "openhcs-run-"));
    mkdirSync(join(workspace, "tests"));
    symlinkSync(new URL("node_modules", root), join(workspace, "node_modules"));
    writeFileSync(join(workspace, "vitest.config.mjs"), `export default { test: { include: ["tests/*.test.mjs"] } };`);
    write("good.test.mjs", `import { expect, it } from "vitest"; it("adds", () => expect(1 + 1).toBe(2));`);
  });
  afterEach(() => rmSync(workspace, { recursive: true }));

  it("closes with the sum over vitest and node:test", () => {
    write("mixed.test.mjs", `import { it } from "vitest"; it("fails", () => { throw new Error("x"); }); it("waits", ({ skip }) => skip("no device"));`);
    write("node.node-test.mjs", `
      import { describe, it, test } from "node:test";
      describe("a suite is no test", () => { it("one", () => {}); it("two", () => {}); });
      test("not here", { skip: "needs a GPU" }, () => {});`);
    const said = lines();
    expect(said.at(-1)).toBe("3 passed, 1 failed, 2 skipped");
    expect(said).toContain("skipped: tests/mixed.test.mjs > waits: no device");
    expect(said).toContain("skipped: tests/node.node-test.mjs > not here: needs a GPU");
  });

  it("names what failed again right before its closing line, with what was thrown, and where", () => {
    write("failing.test.mjs", `import { describe, expect, it } from "vitest";
      describe("a suite", () => { it("fails", () => { expect({ a: 1, b: 2 }).toEqual({ a: 1, b: 3 }); }); });`);
    write("failing.node-test.mjs", `
      import { test } from "node:test";
      test("fails too", () => { throw new RangeError("far out"); });`);
    const said = lines();
    const end = said.slice(said.findIndex((line) => line.startsWith("failed: ")));
    expect(end.filter((line) => !line.startsWith("    "))).toEqual([
      "failed: tests/failing.test.mjs > a suite > fails",
      "failed: tests/failing.node-test.mjs > fails too",
      "1 passed, 2 failed",
    ]);
    expect(end[1]).toMatch(/^ {4}AssertionError: expected \{ a: 1, b: 2 \} to deeply equal /);
    expect(end).toEqual(expect.arrayContaining([expect.stringMatching(/^ {4}at tests\/failing\.test\.mjs:2:\d+$/), "    -   \"b\": 3,", "    +   \"b\": 2,", "    RangeError: far out"]));
    expect(end.join("\n")).toMatch(/failing\.node-test\.mjs:3:/);
  });

  it("takes the reason of what is skipped before it runs from the end of its title, or its suite's", () => {
    write("skipped.test.mjs", `import { describe, it } from "vitest";
      it.skip("waits (needs (a) GPU)", () => {}); it.skip("waits in silence", () => {});
      describe.skip("a suite (needs Linux)", () => { it("waits", () => {}); });`);
    const said = lines();
    expect(said).toContain("skipped: tests/skipped.test.mjs > waits (needs (a) GPU): needs (a) GPU");
    expect(said).toContain("skipped: tests/skipped.test.mjs > a suite (needs Linux) > waits: needs Linux");
    expect(said).toContain("skipped: tests/skipped.test.mjs > waits in silence: no reason given");
  });

  it("leaves the skipped out of the line where there are none", () => {
    expect(lines().at(-1)).toBe("1 passed, 0 failed");
  });

  it("counts files that do not load as failures", () => {
    write("unloadable.test.mjs", `import "./missing.mjs";`);
    write("unloadable.node-test.mjs", `import "./missing.mjs";`);
    const said = lines();
    expect(said.at(-1)).toBe("1 passed, 2 failed");
    expect(said).toContain("failed: tests/unloadable.test.mjs failed outside its tests");
    expect(said).toContain("failed: tests/unloadable.node-test.mjs failed outside its tests");
    expect(said.slice(said.indexOf("failed: tests/unloadable.test.mjs failed outside its tests")).join("\n")).toContain("missing.mjs");
  });

  it("counts a failing hook and an error that nobody caught as failures", () => {
    write("hook.test.mjs", `import { beforeAll, it } from "vitest"; beforeAll(() => { throw new Error("x"); }); it("never runs", () => {});`);
    write("stray.test.mjs", `import { it } from "vitest"; it("passes", () => { Promise.reject(new Error("stray")); });`);
    const said = lines();
    expect(said.at(-1)).toBe("2 passed, 2 failed, 1 skipped");
    expect(said.slice(said.indexOf("failed: tests/hook.test.mjs failed outside its tests"))).toEqual(expect.arrayContaining(["    Error: x", "failed: an error that nobody caught", "    Error: stray"]));
  });

  it("counts files without tests as failures", () => {
    write("empty.test.mjs", ``);
    write("empty.node-test.mjs", ``);
    const said = lines();
    expect(said.at(-1)).toBe("1 passed, 2 failed");
    expect(said).toContain("failed: tests/empty.test.mjs has no tests");
    expect(said).toContain("failed: tests/empty.node-test.mjs has no tests");
  });

  it("counts a run of no tests as a failure", () => {
    const said = lines("tests/nowhere");
    expect(said.at(-1)).toBe("0 passed, 1 failed");
    expect(said).toContain("failed: no test was executed");
  });

  it("counts tests cut short by a crash of their process as failures", () => {
    write("crash.test.mjs", `import { it } from "vitest"; it("kills", () => process.kill(process.pid, "SIGKILL"));`);
    expect(lines().at(-1)).toMatch(/^1 passed, [1-9]\d* failed$/);
  });

  it("runs the files that its arguments choose", () => {
    write("other.test.mjs", `import { it } from "vitest"; it("passes", () => {});`);
    write("chosen.node-test.mjs", `import { test } from "node:test"; test("passes", () => {});`);
    expect(lines("tests/chosen").at(-1)).toBe("1 passed, 0 failed");
    expect(nodeTestFiles(workspace, [])).toEqual([join("tests", "chosen.node-test.mjs")]);
    expect(nodeTestFiles(workspace, ["--bail=1"])).toEqual([]);
    expect(nodeTestFiles(workspace, ["tests/other"])).toEqual([]);
  });
});

describe("a tally", () => {
  it("adds up, keeping what was skipped and what broke", () => {
    const skipped = [{ name: "t", reason: "no device" }];
    const failures = [{ what: "t.ts > adds", why: "Error: x" }];
    const total = sum([{ ...nothing(), passed: 3, skipped }, { ...nothing(), passed: 2, failures }, failure("vitest died")]);
    expect(total).toEqual({ passed: 5, skipped, failures: [...failures, { what: "vitest died", why: "" }] });
    expect(closing(total).split("\n")).toEqual(["failed: t.ts > adds", "    Error: x", "failed: vitest died", "5 passed, 2 failed, 1 skipped"]);
    expect(exitCode(total)).toBe(1);
  });

  it("tells of an error no more than its beginning, and nothing of its colours", () => {
    const tally = nothing();
    countFailure(tally, "t.ts > of\ntwo lines", [`\u001b[31mError\u001b[39m: ${"x".repeat(1000)}\n\n  y\n${"z\n".repeat(100)}`]);
    const [what, first, second, ...others] = closing(tally).split("\n");
    expect([what, second, others.at(-1)]).toEqual(["failed: t.ts > of two lines", "      y", "0 passed, 1 failed"]);
    expect(first).toMatch(/^ {4}Error: x{200,300}…$/);
    expect(others.length).toBeLessThan(30);
  });

  it("of skipped tests alone is a failure", () => {
    expect(exitCode(sum([{ ...nothing(), skipped: [{ name: "t", reason: "no device" }] }]))).toBe(1);
  });
});
