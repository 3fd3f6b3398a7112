import { validationErrorAt } from "@openhcs/validator";
import { describe, expect, it } from "vitest";

const issue = { stage: "execution", code: "EXECUTION", message: "Code execution failed: no" } as const;
const snippetAt = (code: string, line: number, column: number) => validationErrorAt(code, { line, column }, issue, "f.ts").snippet;

describe("an error at a place that whoever runs a source tells", () => {
  it("shows the line as validation does, with its cause", () => {
    const cause = new Error("no");
    const error = validationErrorAt("const a = 1;\n\tconst b = a.c.d;\n", { line: 2, column: 16 }, issue, "f.ts", { cause });
    expect(error).toMatchObject({ code: "VALIDATION", stage: "execution", line: 2, column: 16, cause, message: "f.ts:2:16: Code execution failed: no", errors: [{ code: "EXECUTION" }], warnings: [] });
    expect(error.snippet).toBe("\tconst b = a.c.d;\n\t              ^");
  });

  it("shortens long lines around it, and counts lines as the engine does", () => {
    const long = `const a = "${"x".repeat(500)}";`;
    expect(snippetAt(long, 1, 300)).toBe(`${"x".repeat(160)}\n${" ".repeat(80)}^`);
    expect(snippetAt("const a = 1;\u2028const b = 2;\rconst c = 3;", 2, 7)).toBe("const b = 2;\n      ^");
    expect(snippetAt("const a = 1;\u2028const b = 2;\rconst c = 3;", 3, 1)).toBe("const c = 3;\n^");
  });

  it("shows nothing where the source has no such line", () => {
    expect(snippetAt("const a = 1;", 7, 3)).toBe("");
    expect(snippetAt("const a = 1;", 0, 1)).toBe("");
  });
});
