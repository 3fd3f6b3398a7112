import { createRuntime } from "openhcs";
import { describe, expect, it } from "vitest";
import { namedTemplate } from "../dist/cli/named-template.js";

const refused = (message: string) => expect.objectContaining({ code: "INVALID_STORE_NAME", message: expect.stringContaining(message) });

describe("a template under another name", () => {
  it("keeps its promises by its own example, whatever its body and its outputs are called", async () => {
    await using runtime = await createRuntime({ customFunctions: { trust: { everything: true } } });
    const { customFunctions } = runtime;
    for (const { kind } of customFunctions.templateKinds) {
      const code = customFunctions.template(kind);
      const [own = ""] = customFunctions.validate(code).functionNames;
      for (const name of [own, "image", "processed", "metadata", "labels", "measurements", "background", "plane2"]) {
        await customFunctions.registerFromCode(namedTemplate(code, own, name), { persist: false });
        expect(await customFunctions.test(name), kind).toMatchObject({ name, passed: true });
        await customFunctions.delete(name);
      }
    }
  });

  it("is not called like what it imports, or like something in its example", () => {
    const code = 'import { gaussian, type NdArray } from "openhcs";\n/** @example\n * const flat = own(1);\n */\nexport const own = 1;\n';
    for (const name of ["gaussian", "NdArray"]) expect(() => namedTemplate(code, "own", name)).toThrow(refused(`the template uses what "openhcs" calls ${name}; take another name.`));
    expect(() => namedTemplate(code, "own", "flat")).toThrow(refused("the template's example uses the name for something else"));
    expect(namedTemplate(code, "own", "type")).toContain("const flat = type(1);");
  });
});
