import { createRuntime, defineFunction } from "@openhcs/core";
import { expect, test } from "vitest";

test("what a description hands out cannot be changed, so that no reader alters the function", async () => {
  const parameters = { sigma: { type: "number", default: 1 }, footprint: { type: "object", optional: true, properties: { radius: { type: "number" } } } } as const;
  const fn = defineFunction({
    name: "frozen", documentation: "", inputs: { image: { type: "array" } }, parameters, outputs: { image: { type: "array", result: "image" } }, reference: ({ image }) => image,
  });
  const runtime = await createRuntime({ functions: [fn] });
  const described = runtime.describe("frozen").parameters["sigma"] as { default: number };
  expect(() => { described.default = 99; }).toThrow(TypeError);
  await expect(runtime.run("frozen", undefined, { footprint: { radius: 1, size: 2 } })).rejects.toThrow(/"image"/);
  await runtime[Symbol.asyncDispose]();
});
