import { isOpenHcsError, type OpenHcsError } from "@openhcs/core";
import type { ManagerOptions } from "@openhcs/custom-functions";
import { expect, test } from "vitest";
import { image, setting, type Setting } from "./setting.js";

const source = `import { gaussian, ndarray, run } from "openhcs";

export const mistyped = ndarray(async function mistyped(image) {
  const first = await gaussian(image, { sigma: 1 });
  return gaussian(first, { sigm: 1 });
});

export const unknown = ndarray(function unknown(image) {
  return run("gausian", image);
});

export const outer = ndarray(async function outer(image) {
  return await run("openhcs:mistyped", image);
});

export const atOnce = ndarray(async function atOnce(image) {
  const [blurred] = await Promise.all([gaussian(image, { sigma: 1 }),
    gaussian(image, { sigma: -1 })]);
  return blurred;
});
`;

async function failure({ runtime }: Setting, name: string): Promise<OpenHcsError> {
  const error: unknown = await runtime.run(`openhcs:${name}`, image()).then(() => undefined, (thrown: unknown) => thrown);
  if (!isOpenHcsError(error)) throw error;
  return error;
}

test("a call of the library that is refused keeps its code and tells where in the source it stands", async () => {
  await using it = await setting({});
  await it.manager.registerFromCode(source, { filename: "mine.ts" });
  const mistyped = await failure(it, "mistyped");
  expect(mistyped).toMatchObject({ code: "UNKNOWN_PARAMETER", at: { functionName: "mistyped", filename: "mine.ts", line: 5, column: 10 } });
  expect(mistyped.message).toBe('gaussian has no parameter "sigm"; did you mean "sigma"? (called in "mistyped" at mine.ts:5:10)');
  expect(mistyped.toJSON()).toMatchObject({ at: mistyped.at });
  expect(await failure(it, "unknown")).toMatchObject({ code: "NOT_REGISTERED", at: { functionName: "unknown", line: 9, column: 10 } });
  expect(await failure(it, "outer")).toMatchObject({ message: mistyped.message, at: mistyped.at });
  expect(await failure(it, "atOnce")).toMatchObject({ code: "INVALID_ARGUMENT", at: { functionName: "atOnce", filename: "mine.ts" } });
});

for (const [tier, options] of Object.entries<Omit<ManagerOptions, "runtime">>({ "in this process": { trust: { everything: true } }, "in a worker": { trust: { everything: true, tier: "worker" } } })) {
  test(`${tier} the function and its file are told, and the line where the stack has it`, async () => {
    await using it = await setting(options);
    await it.manager.registerFromCode(source, { filename: "mine.ts" });
    expect((await failure(it, "mistyped")).message).toContain('(called in "mistyped" at mine.ts');
    expect(await failure(it, "outer")).toMatchObject({ code: "UNKNOWN_PARAMETER", at: { functionName: "mistyped", filename: "mine.ts" } });
  });
}

test("a call from the host is told nothing of a source", async () => {
  await using it = await setting({});
  await it.manager.registerFromCode(source, { filename: "mine.ts" });
  const error: unknown = await it.runtime.run("openhcs:mistyped", image(), { nothing: 1 }).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: "UNKNOWN_PARAMETER", message: expect.not.stringContaining("called in") });
  expect(error).not.toHaveProperty("at");
});
