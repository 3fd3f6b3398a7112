import { createRuntime, defineFunction, ndarray, type FunctionDefinition, type NdArray } from "@openhcs/core";
import { expect, test } from "vitest";
import { Heap } from "../backend/heap.js";
import { ascending, scale } from "../run/sample-functions.js";

const image = ascending([1, 2, 2]);

/** Another function of the name `scale`. */
const negate = defineFunction({
  name: "scale", documentation: "Changes the sign.", inputs: { image: { type: "array" } }, parameters: {}, outputs: { image: { type: "array", result: "image" } },
  reference: ({ image: array }) => array.multiply(-1),
});

const fast = { cost: { latencyUs: 0, gbPerSec: 1000 } };
function toy() {
  const heap = new Heap("toy", fast);
  return heap.backend({ kernels: [heap.kernel("scale", ({ image: array }) => (array as NdArray).multiply(2), { cost: { latencyUs: 0, gbPerSec: 1000 } })] });
}

test("a definition of a name that another one has runs itself, never that one's kernels", async () => {
  await using runtime = await createRuntime({ backends: [toy()], functions: [scale] });
  expect(runtime.plan("scale", image).kernel).toBe("toy:scale");
  const { value, record } = await runtime.call(negate, image);
  expect([(value as NdArray).toNested(), record.kernel]).toEqual([[[[-0, -1], [-2, -3]]], "host:scale"]);
});

test("a definition that nobody registered runs by kernels of its name where that is free", async () => {
  await using runtime = await createRuntime({ backends: [toy()] });
  expect(runtime.plan(scale, image)).toMatchObject({ key: "scale", kernel: "toy:scale" });
});

test("a key that insists on one backend contradicts an option for another", async () => {
  await using runtime = await createRuntime({ backends: [toy()], functions: [scale] });
  await expect(runtime.run("toy:scale", image, {}, { on: "reference" })).rejects.toMatchObject({
    code: "INVALID_OPTION", option: "on", message: 'option "on" is "reference", but the key toy:scale insists on "toy"; give only one of them.',
  });
  expect(() => runtime.plan("reference:scale", image, {}, { on: "toy" })).toThrow(expect.objectContaining({ code: "INVALID_OPTION" }));
  expect(runtime.plan("toy:scale", image, {}, { on: "toy" }).kernel).toBe("toy:scale");
});

test("a body's own key stands against what it inherits of the call", async () => {
  const kernels: string[] = [];
  const nested = defineFunction({
    name: "nested", documentation: "Scales by a key and by a name.", inputs: { image: { type: "array" } }, parameters: {}, outputs: { image: { type: "array", result: "image" } },
    reference: async ({ image: array }, _, { run }) => (await run("scale", await run("toy:scale", array))) as NdArray,
  });
  await using runtime = await createRuntime({ backends: [toy()], functions: [scale, nested as FunctionDefinition] });
  const { record } = await runtime.call("nested", image, {}, { on: "reference" });
  for (const { kernel } of record.calls) kernels.push(kernel ?? "");
  expect(kernels).toEqual(["toy:scale", "reference:scale"]);
});

test("a live function of a registered name is its own too", async () => {
  await using runtime = await createRuntime({ functions: [scale] });
  const live = ndarray({ name: "scale" })(function anything(array: NdArray) { return array.add(1); });
  expect(((await runtime.run(live, image)) as NdArray).toNested()).toEqual([[[1, 2], [3, 4]]]);
});
