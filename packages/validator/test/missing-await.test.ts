import { validateCode } from "@openhcs/validator";
import { describe, expect, it } from "vitest";
import { codesOf, sourceOf, theError } from "./expect-issues.js";

const options = { libraryFunctions: ["gaussian", "median"] };
const validate = (body: string, isAsync = true) => validateCode(
  `import { gaussian, median, ndarray } from "openhcs"; import * as hcs from "openhcs";\n/** Does. */\nexport const f = ndarray(${isAsync ? "async " : ""}function f(image: any) {\n  ${body}\n});\nasync function other(a: unknown) { return a; }`, options);

describe("calls of library functions", () => {
  it.each([
    "return gaussian(image).subtract(1);",
    "return image.subtract(gaussian(image, { sigma: 1 }));",
    "return median(gaussian(image));",
    "return median(await median(gaussian(image) as any));",
    "const a = gaussian(image); return image.add(a);",
    "const a = gaussian(image); return a.map((v: number) => v);",
    "const { shape } = gaussian(image); return image.reshape(shape);",
    "return [gaussian(image), { a: 1 }];",
    "const a = gaussian(image); return [a, { a: 1 }];",
    "gaussian(image); return image;",
    "return gaussian(image)[0];",
    "return 1 + gaussian(image);",
    "if (gaussian(image)) return image; return image;",
    "for (const a of gaussian(image)) a; return image;",
    "return `${gaussian(image)}`;",
    "return hcs.gaussian(image).shape;",
  ])("%s lacks an await", (body) => {
    const error = theError(validate(body));
    expect(error).toMatchObject({ stage: "signature", code: "MISSING_AWAIT", line: 4 });
    expect(error?.message).toMatch(/^The call of '(hcs\.)?\w+' returns a promise; write (await before|\(await …\) around) it\.$/);
  });

  it.each([
    "return await gaussian(image);",
    "return gaussian(image);",
    "const a = await gaussian(image); return a.subtract(1);",
    "return (await gaussian(image)).subtract(image);",
    "const [a, b] = await Promise.all([gaussian(image), median(image)]); return a.add(b);",
    "const a = gaussian(image); const b = median(image); return (await a).add(await b);",
    "const all = [gaussian(image)]; return (await Promise.all(all))[0];",
    "return gaussian(image).then((a: any) => a.add(1));",
    "const a = gaussian(image); return a.then((b: any) => b.add(1)).finally(() => 1);",
    "let a = gaussian(image); a = await a; return a.add(1);",
    "const run = () => gaussian(image); return (await run()).add(1);",
    "return other(gaussian(image));",
    "const gaussian = (a: any) => a; return gaussian(image).add(1);",
    "for await (const a of [gaussian(image)]) return a; return image;",
    "const p = { a: gaussian(image) }; return p.a;",
    "void gaussian(image); return image;",
    "return gaussian instanceof Object ? image : image;",
  ])("%s may be right", (body) => {
    expect(codesOf(validate(body))).toEqual([]);
  });

  it("says what to write where the result is used at once", () => {
    expect(theError(validate("return gaussian(image).subtract(1);"))).toMatchObject({ fix: "(await gaussian(…))", message: "The call of 'gaussian' returns a promise; write (await …) around it." });
  });

  it("says that the function must be async, at the column of the call", () => {
    const error = theError(validate("return image.subtract(gaussian(image));", false));
    expect(error).toMatchObject({ line: 4, column: 25, fix: "await gaussian(…)", message: "The call of 'gaussian' returns a promise; write await before it, in an async function." });
  });

  it("are not looked at where no library is known", () => {
    expect(codesOf(validateCode(sourceOf({ before: "import { gaussian } from \"openhcs\";", body: "return gaussian(image).add(1);" })))).toEqual([]);
  });
});
