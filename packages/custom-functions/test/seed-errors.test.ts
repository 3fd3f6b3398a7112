import { isOpenHcsError } from "@openhcs/core";
import type { ValidationError } from "@openhcs/validator";
import type { ManagerOptions } from "@openhcs/custom-functions";
import { expect, test } from "vitest";
import { image, setting } from "./setting.js";

const tiers: Readonly<Record<string, Omit<ManagerOptions, "runtime">>> = { isolated: {}, "in the process": { trust: { everything: true } } };

async function refused(code: string, options: Omit<ManagerOptions, "runtime"> = {}): Promise<ValidationError> {
  await using it = await setting(options);
  const error: unknown = await it.manager.registerFromCode(code).then(() => undefined, (thrown: unknown) => thrown);
  if (!isOpenHcsError(error, "VALIDATION")) throw new Error(`expected a ValidationError, received ${String(error)}`);
  expect(it.manager.list()).toEqual([]);
  expect(it.changes).toEqual([]);
  return error;
}

test("missing decorator error: no valid functions found, with the decorators that there are", async () => {
  const error = await refused("export function myFunction(image) {\n  return image;\n}\n");
  expect(error).toMatchObject({ stage: "decorator", line: 1, column: expect.any(Number), snippet: expect.stringContaining("myFunction") });
  expect(error.message).toContain("No valid functions found with memory type decorators");
  expect(error.message).toContain("ndarray");
});

test("invalid signature error: the first parameter is 'img', but must be 'image'", async () => {
  const error = await refused(`import { ndarray, type NdArray } from "openhcs";\nexport const processImage = ndarray(function processImage(img: NdArray) { return img; });\n`);
  expect(error).toMatchObject({ stage: "signature", line: 2 });
  expect(error.message).toContain("Function 'processImage' first parameter is 'img', but must be 'image' (3D array: C, Y, X).");
});

test("dangerous import error: a module that reaches outside is named", async () => {
  const error = await refused(`import { ndarray, type NdArray } from "openhcs";\nimport os from "os";\nexport const f = ndarray(function f(image: NdArray) { return os ? image : image; });\n`);
  expect(error).toMatchObject({ stage: "imports", line: 2, column: 1 });
  expect(error.message).toContain("Dangerous import detected: 'os'. Module 'os' is not allowed in custom functions.");
});

test("syntax error: the line is told", async () => {
  const error = await refused(`import { ndarray } from "openhcs";\n\n\n\nexport const f = ndarray(function f(image) { return image +; });\n`);
  expect(error).toMatchObject({ stage: "syntax", line: 5 });
});

for (const [where, options] of Object.entries(tiers)) {
  test(`execution error: code that fails when it is first run, ${where}`, async () => {
    const error = await refused(`import { ndarray, type NdArray } from "openhcs";

const scale: number = undefinedVar * 2;

/** Scales. */
export const f = ndarray(function f(image: NdArray) { return image.multiply(scale); });
`, options);
    expect(error).toMatchObject({ stage: "execution", line: 3, column: 23, snippet: "const scale: number = undefinedVar * 2;\n                      ^" });
    expect(error.message).toContain("Code execution failed: ReferenceError: undefinedVar is not defined");
  });

  test(`an error in a call tells name, message and place, ${where}`, async () => {
    await using it = await setting(options);
    await it.manager.registerFromCode(`import { ndarray, type NdArray } from "openhcs";
/** Fails. */
export const f = ndarray(function f(image: NdArray) {
  const wanted: number = image.shape.length;
  throw new RangeError("out of " + wanted as string);
});
`);
    await expect(it.runtime.run("openhcs:f", image())).rejects.toMatchObject({
      code: "GUEST_FAILED", message: expect.stringMatching(/^Code execution failed in "f" \(\w+\.ts:5:9\): RangeError: out of 3$/) as string,
      functionName: "f", errorName: "RangeError", line: 5, column: 9, snippet: '  throw new RangeError("out of " + wanted as string);',
    });
  });

  test(`what a library call refuses goes on with its own code, ${where}`, async () => {
    await using it = await setting(options);
    await it.manager.registerFromCode(`import { gaussian, ndarray, type NdArray } from "openhcs";
/** Asks for too little. */
export const f = ndarray(async function f(image: NdArray) { return await gaussian(image, { sigma: -1 }); });
`);
    await expect(it.runtime.run("openhcs:f", image())).rejects.toMatchObject({ code: "INVALID_ARGUMENT", functionName: "gaussian", argument: "sigma" });
  });
}

test("a source that never ends when it is first run is stopped, and not registered", async () => {
  const error = await refused(`import { ndarray, type NdArray } from "openhcs";\nwhile (true) {}\nexport const f = ndarray(function f(image: NdArray) { return image; });\n`, { limits: { timeoutMs: 500 } });
  expect(error).toMatchObject({ stage: "execution", cause: { code: "GUEST_TIMED_OUT" } });
});

test("all errors of a source are told, not the first alone", async () => {
  const error = await refused(`import fs from "fs";
import { ndarray } from "openhcs";
export const a = ndarray(function a(img) { return fs ? img : img; });
export const b = ndarray(function b() { return 1; });
`);
  expect(error.errors.map(({ stage, line }) => `${stage} ${line}`)).toEqual(["imports 1", "signature 3", "signature 4"]);
  for (const issue of error.errors) expect(issue).toMatchObject({ code: expect.stringMatching(/^[A-Z_]+$/), message: expect.any(String), column: expect.any(Number), snippet: expect.any(String) });
});
