import { analyze, validateCode } from "@openhcs/validator";
import { describe, expect, it } from "vitest";
import { errorsOf, theError } from "./expect-issues.js";

const source = (made: string, imports = "cuda, opencl, memory") =>
  `import { ${imports}, type AnyArray } from "openhcs";\nconst kernel = ${made};\n/** Runs it. */\nexport const runs = opencl(async function runs(image: AnyArray) {\n  return await kernel({ in: image });\n});\n`;
const options = { memoryTypes: ["ndarray", "opencl", "cuda"] };

describe("a raw kernel", () => {
  it.each([
    ['opencl.kernel("…")', "opencl"], ['cuda["kernel"]("…", { name: "f" })', "cuda"], ['memory("cuda").kernel("…")', "cuda"], ['(opencl as typeof opencl).kernel("…")', "opencl"],
  ])("is refused in isolation where it stands: %s", (made, memoryType) => {
    const error = theError(validateCode(source(made), { ...options, isolated: true }));
    expect(error).toMatchObject({ code: "TRUST_NEEDED", stage: "imports", line: 2, column: 16 });
    expect(error?.message).toMatch(new RegExp(`^${memoryType}\\.kernel needs trust, .*sign the source, or let the host vouch for it.*elementwise`, "s"));
  });

  it("is found by whatever name the decorator has", () => {
    const whole = 'import * as hcs from "openhcs";\nimport { opencl as device } from "openhcs";\nexport const a = hcs.cuda.kernel("…"), b = device.kernel("…");\n/** Does. */\nexport const runs = device(function runs(image: hcs.AnyArray) { return image; });\n';
    expect(errorsOf(validateCode(whole, { ...options, isolated: true }))).toEqual(["TRUST_NEEDED 3:18", "TRUST_NEEDED 3:44"]);
  });

  it("is fine in trusted sources", () => {
    expect(analyze(source('opencl.kernel("…")'), options).result).toMatchObject({ isValid: true, errors: [] });
  });

  it("is no other thing of that name", () => {
    const other = source("{ kernel: (given: { in: AnyArray }) => given.in }.kernel");
    expect(errorsOf(validateCode(other.replace("await kernel(", "{ kernel }.kernel("), { ...options, isolated: true }))).toEqual([]);
  });
});
