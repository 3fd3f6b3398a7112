import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { errorsDocument, errorsIn, path } from "../../tools/docs/errors.mjs";

describe("docs/errors.md", () => {
  it("is what the error classes say", () => {
    expect(readFileSync(path, "utf8"), "run: node tools/docs/errors.mjs").toBe(errorsDocument());
  });

  it("has every code once", () => {
    const codes = [...errorsDocument().matchAll(/^## (\w+)$/gm)].map(([, code]) => code);
    expect(codes).toContain("DISPOSED");
    expect(codes).toEqual([...new Set(codes)]);
  });

  it("takes code, meaning and fields from the class", () => {
    const source = `/** The lamp is out. Change it.\n * @throws nothing */\nexport class LampError extends OpenHcsError {\n readonly code = "LAMP_OUT";\n readonly lamp: string;\n}`;
    expect(errorsIn("lamp.ts", source)).toEqual([{ code: "LAMP_OUT", name: "LampError", meaning: "The lamp is out. Change it.", fields: ["lamp"] }]);
  });

  it("refuses a class that does not say what happened", () => {
    expect(() => errorsIn("lamp.ts", `export class LampError extends OpenHcsError { readonly code = "LAMP_OUT"; }`)).toThrow("LampError has no doc comment");
  });
});
