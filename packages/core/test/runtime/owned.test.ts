import { createRuntime } from "@openhcs/core";
import { expect, test } from "vitest";

test("what a runtime owns is disposed of in closing, the last first, also where one fails", async () => {
  const ended: string[] = [];
  const runtime = await createRuntime();
  runtime.own({ [Symbol.dispose]: () => { ended.push("first"); } });
  runtime.own({ [Symbol.asyncDispose]: () => Promise.reject(new Error("stuck")) });
  runtime.own({ [Symbol.asyncDispose]: () => { ended.push("last"); return Promise.resolve(); } });
  await expect(runtime[Symbol.asyncDispose]()).rejects.toThrow("stuck");
  expect(ended).toEqual(["last", "first"]);
});

test("a closed runtime owns nothing more", async () => {
  const runtime = await createRuntime();
  await runtime[Symbol.asyncDispose]();
  expect(() => { runtime.own({ [Symbol.dispose]: () => {} }); }).toThrow(expect.objectContaining({ code: "RUNTIME_CLOSED" }));
});
