import { closeSync, openSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Isolation } from "@openhcs/isolation";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const { level, reason } = new Isolation().facts;

describe.skipIf(level !== "full")(level === "full" ? "a child, seen from outside" : `a child, seen from outside (${reason})`, () => {
  let isolation: Isolation;
  let pid: number;
  let inheritable: number;
  const read = (name: string) => readFileSync(`/proc/${pid}/${name}`, "latin1");
  /** Undefined where the system keeps them from everybody but its administrator, as it does of processes that cannot be traced. */
  const readIfMay = <Result>(work: () => Result): Result | undefined => {
    try {
      return work();
    } catch (error) {
      expect(["EACCES", "EPERM"]).toContain((error as NodeJS.ErrnoException).code);
      return undefined;
    }
  };

  beforeAll(async () => {
    process.env["OPENHCS_TEST_SECRET"] = "of the environment";
    inheritable = openSync(fileURLToPath(import.meta.url), "r");
    isolation = new Isolation({ spares: 0 });
    const source = { filename: "idle.ts", code: "function f() {}", imports: [], names: ["f"], hash: "idle" };
    await isolation.call(source, "f", [], { run: async () => undefined, progress: () => {}, log: () => {} });
    pid = isolation.children()[0]?.pid as number;
  });
  afterAll(async () => {
    delete process.env["OPENHCS_TEST_SECRET"];
    closeSync(inheritable);
    await isolation[Symbol.asyncDispose]();
  });

  it("gains no privileges, and has its system calls filtered", () => {
    expect(read("status")).toMatch(/^NoNewPrivs:\s+1$/m);
    expect(read("status")).toMatch(/^Seccomp:\s+2$/m);
  });

  it("has all of its threads filtered", () => {
    for (const thread of readdirSync(`/proc/${pid}/task`)) expect(read(`task/${thread}/status`)).toMatch(/^Seccomp:\s+2$/m);
  });

  it("has no environment of its host's, and no secrets in its command line", () => {
    // What Node's event loop is told.
    expect(readIfMay(() => read("environ"))?.split("\0").filter((entry) => entry !== "" && !entry.startsWith("UV_")) ?? []).toEqual([]);
    expect(read("cmdline")).not.toContain("of the environment");
  });

  it("has no file open, and nothing of its host's", () => {
    const open = readIfMay(() => readdirSync(`/proc/${pid}/fd`).map((at) => readlinkSync(`/proc/${pid}/fd/${at}`))) ?? [];
    expect(open.filter((target) => target.startsWith("/") && target !== "/dev/null")).toEqual([]);
    expect(open.filter((target) => target.startsWith("socket:")).length).toBeLessThanOrEqual(2);
  });

  it("has limits", () => {
    const limits = readIfMay(() => read("limits"));
    if (limits === undefined) return;
    expect(limits).toMatch(/^Max core file size\s+0 /m);
    expect(limits).toMatch(/^Max file size\s+0 /m);
    expect(limits).toMatch(/^Max data size\s+\d+ /m);
  });
});
