import { AsyncLocalStorage } from "node:async_hooks";
import { createRuntime, installCallCarrier, ndarray, NdArray, progress, run, type AmbientCall, type FunctionContext, type ReferenceRunner, defineFunction } from "@openhcs/core";
import { expect, test } from "vitest";
import { library } from "./sample-functions.js";

installCallCarrier(new AsyncLocalStorage<AmbientCall>());

test("a body runs functions by their keys, and tells its progress, without being handed a context", async () => {
  const body = ndarray(async function body(image: NdArray) {
    progress(0.5, "half");
    return run("scale", image, { factor: 3 });
  });
  await using runtime = await createRuntime({ functions: library });
  const seen: unknown[] = [];
  runtime.events.on("progress", ({ key, fraction, message }) => seen.push([key, fraction, message]));
  const { value, record } = await runtime.call(body, NdArray.from([1, 2], "float32"));
  expect([(value as NdArray).toNested(), record.calls.map(({ key }) => key), seen]).toEqual([[3, 6], ["scale"], [["body", 0.5, "half"]]]);
});

test("outside of any call a key finds no runtime, and progress is heard by nobody", async () => {
  await expect(run("scale", NdArray.zeros([1]))).rejects.toMatchObject({ code: "NO_RUNTIME" });
  expect(() => { progress(1); }).not.toThrow();
});

test("what a body says is an event of the runtime", async () => {
  const talks = defineFunction({
    name: "talks", documentation: "Talks.", inputs: { image: { type: "array" } }, parameters: {}, outputs: { image: { type: "array", result: "image" } },
    reference: ({ image }, _, context: FunctionContext) => { context.log("warn", "too dark"); return image.copy(); },
  });
  await using runtime = await createRuntime({ functions: [talks] });
  const seen: unknown[] = [];
  runtime.events.on("log", ({ call, key, level, text }) => seen.push([typeof call, key, level, text]));
  await runtime.run("talks", NdArray.zeros([1]));
  expect(seen).toEqual([["string", "talks", "warn", "too dark"]]);
});

test("a caller may have references run somewhere else, and those that cannot be run there are run here", async () => {
  await using runtime = await createRuntime({ functions: library });
  const asked: string[] = [];
  const references: ReferenceRunner = {
    run(definition, { image }, parameters) {
      asked.push(`${definition.name} ${JSON.stringify(parameters)}`);
      return definition.name === "scale" ? Promise.resolve((image as NdArray).add(40)) : undefined;
    },
  };
  const image = NdArray.from([1, 2], "float32");
  const { value, record } = await runtime.call("scale", image, { factor: 3 }, { references });
  expect((value as NdArray).toNested()).toEqual([41, 42]);
  expect([record.kernel, record.options, asked]).toEqual(["reference:scale", {}, ['scale {"factor":3}']]);
  const shifted = await runtime.run("shift" as string, image, {}, { references }) as NdArray;
  expect(shifted.toNested()).toEqual((await runtime.run("shift" as string, image) as NdArray).toNested());
  expect(asked).toHaveLength(2);
});
