import { analyze, validateCode, validateSignature } from "@openhcs/validator";
import { describe, expect, it } from "vitest";
import { errorsOf, sourceOf, theError } from "./expect-issues.js";

const limited = (...limits: readonly string[]) => sourceOf({ doc: `/**\n * Does.\n${limits.map((limit) => ` * @limit ${limit}\n`).join("")} */` });
const limitsOf = (...limits: readonly string[]) => analyze(limited(...limits)).functions[0]?.limits;

describe("the limits that a function declares", () => {
  it.each([
    [["time 10 s"], { timeoutMs: 10_000 }], [["time 1.5min"], { timeoutMs: 90_000 }], [["time 3 ms", "memory 256 MB", "arrays 1 GiB"], { timeoutMs: 3, memoryBytes: 256e6, arrayBytes: 2 ** 30 }],
    [["memory 32 MiB"], { memoryBytes: 2 ** 25 }], [["arrays 1 kB"], { arrayBytes: 1000 }], [[], {}],
  ])("%j are part of what the source declares", (limits, expected) => {
    expect(limitsOf(...limits)).toEqual(expected);
  });

  it("are the tighter one where one is declared twice", () => {
    expect(limitsOf("time 10 s", "time 5 s", "time 7 s")).toEqual({ timeoutMs: 5000 });
  });

  it("may stand in a comment of one line, and end a line of which the next is prose", () => {
    expect(analyze(sourceOf({ doc: "/** @limit time 10 s */" })).functions[0]?.limits).toEqual({ timeoutMs: 10_000 });
    expect(analyze(sourceOf({ doc: "/**\n * Does.\n * @limit time 10 s\n * which is enough\n */" })).functions[0]?.limits).toEqual({ timeoutMs: 10_000 });
  });

  it("count where the function is documented, though it is decorated further down", () => {
    const code = "import { ndarray } from \"openhcs\";\n/** Blurs.\n * @limit time 2 s\n */\nfunction blur(image: unknown) { return image; }\nexport const blurred = ndarray(blur);";
    expect(analyze(code).functions[0]?.limits).toEqual({ timeoutMs: 2000 });
  });
});

describe("a limit that is none", () => {
  it.each([
    ["time 10 parsecs", "Units of time are ms, s, min.", "@limit time 10 s"], ["memory 3 s", "Units of memory are kB, MB, GB, KiB, MiB, GiB.", "@limit memory 256 MB"],
    ["foo 3", "not \"foo 3\".", "@limit time 10 s"], ["tiem 3 s", "not \"tiem 3 s\".", "@limit time 10 s"], ["array 1 GB", "not \"array 1 GB\".", "@limit arrays 1 GB"], ["", "not \"\".", "@limit time 10 s"],
    ["constructor 10 s", "not \"constructor 10 s\".", "@limit time 10 s"], ["time 10 constructor", "Units of time are", "@limit time 10 s"], ["time 10", "not \"time 10\".", "@limit time 10 s"],
    ["memory 3 MB", "A limit of memory is at least 32 MiB", "@limit memory 32 MiB"], ["time 0 s", "A limit of time is at least 1 ms", "@limit time 1 ms"], ["arrays 0 GB", "A limit of arrays is at least 0.001 kB", "@limit arrays 0.001 kB"],
    [`time ${"9".repeat(400)} s`, "A limit of time is a finite amount", "@limit time 10 s"],
  ])("is an error where it stands, with what to write instead: @limit %s", (limit, message, fix) => {
    const error = theError(validateSignature(limited(limit)));
    expect(error).toMatchObject({ stage: "signature", code: "LIMIT", line: 5, column: 4, fix, functionName: "process" });
    expect(error?.snippet.split("\n").at(-1)).toBe("   ^");
    expect(error?.message).toContain(message);
  });

  it("is told with all others, and with the other errors of the source", () => {
    const code = `import fs from "fs";\n${limited("time 10 parsecs", "memory 3 MB", "foo 3")}fs;\nenum A { B }`;
    expect(errorsOf(validateCode(code))).toEqual(["DANGEROUS_IMPORT 1:1", "LIMIT 6:4", "LIMIT 7:4", "LIMIT 8:4", "ENUM 14:1"]);
  });
});
