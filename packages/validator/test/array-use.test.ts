import { validateCode } from "@openhcs/validator";
import { describe, expect, it } from "vitest";
import { sourceOf, theError } from "./expect-issues.js";

const check = (body: string, options = "") => validateCode(sourceOf({ parameters: "image: NdArray, threshold: number = 1", body: `threshold; ${body} return image;`, options, doc: "/**\n * Does.\n * @param threshold what it is\n */" }), { memoryTypes: ["ndarray", "opencl"] });

describe("an operator on an array", () => {
  it.each([
    ["const out = image - image.mean();", "image.subtract(image.mean())"], ["const out = image * 2;", "image.multiply(2)"], ["const out = image > threshold;", "image.greater(threshold)"],
    ["const out = 2 > image;", "image.less(2)"], ["const out = 1 - image;", "image.map((value) => 1 - value)"], ["const out = image + 1;", "image.add(1)"], ["const out = image + threshold;", "image.add(threshold)"],
    ["const out = image! / 2;", "image!.divide(2)"], ["const out = image % 2;", "image.map((value) => value % 2)"], ["const out = -image;", "image.multiply(-1)"], ["image *= 2;", "image = image.multiply(2)"],
    ["const bright = image.subtract(1); if (bright > 2) throw bright;", "bright.greater(2)"], ["const f = () => image * 2;", "image.multiply(2)"], ["const out = image * image;", "image.multiply(image)"],
  ])("is an error with the method to call: %s", (body, fix) => {
    expect(theError(check(body))).toMatchObject({ stage: "signature", code: "ARRAY_OPERATOR", line: 8, functionName: "process", fix });
  });

  it.each([
    "const f = (image: number) => image * 2;", "{ const image = 3; image * 2; }", "typeof image;", "image === threshold as unknown;", "if (!image) throw image;", "throw new Error(\"a\" + image);",
    "const text = String(threshold); throw text + image;", "const mean = image.mean(); mean * 2;", "image.data[0]! * 2;", "const [a] = image.shape; a! * 2;", "image.map((value) => value * 2);", "image = image.mean() as never; image * 2;",
    "let other = image.add(1); other = 3; other * 2;", "image instanceof Object;", "const total = image.sum(0); total.add(1);",
  ])("is none: %s", (body) => {
    const { errors, warnings } = check(body);
    expect([...errors, ...warnings]).toEqual([]);
  });
});

describe("a member that arrays do not have", () => {
  it.each([
    ["image.gt(threshold);", "image.greater"], ["image.astype(\"uint8\");", "image.cast"], ["image.substract(1);", "image.subtract"], ["image.std();", "Math.sqrt(image.subtract(image.mean()).power(2).mean())"],
    ["image[0];", "image.slice(0)"], ["const mask = image.greater(1); mask.astype(\"uint8\");", "mask.cast"], ["image.qwertyuiop();", undefined],
  ])("is a warning with what comes near: %s", (body, fix) => {
    const { warnings, errors } = check(body);
    expect(errors).toEqual([]);
    expect(warnings.map(({ code, line, fix: found }) => [code, line, found])).toEqual([["NO_SUCH_MEMBER", 8, fix]]);
  });

  it.each(["if (image.custom) throw image;", "typeof image.custom;", "image.custom = 1;", "image.toString();", "image.constructor;", "image.isPacked;"])("is none: %s", (body) => {
    expect(check(body).warnings).toEqual([]);
  });

  it("is not looked for in functions of other memory types", () => {
    expect(validateCode(sourceOf({ before: "import { opencl } from \"openhcs\";\nexport const other = opencl(function other(image: any) { return image.foo * 2 > 1 ? image * 2 : image; });" })).warnings.map(({ code }) => code)).not.toContain("NO_SUCH_MEMBER");
  });
});
