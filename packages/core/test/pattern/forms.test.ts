import { createRuntime, isOpenHcsError, ndarray, type NdArray } from "@openhcs/core";
import { expect, test } from "vitest";
import { ascending, average, library, scale, type Composed } from "../run/sample-functions.js";

const image = ascending([2, 2, 2]);
const doubled = image.multiply(2).toNested();
const half = ndarray(function half(array: NdArray) { return array.divide(2); });
const bad = (pattern: unknown) => pattern as Composed;

test.each<[string, Composed]>([
  ["[function, parameters]", [scale as never, { factor: 2 }]], ["[key, parameters]", ["scale", { factor: 2 }]], ["a chain of one key", ["scale"]],
  ["a chain of mixed forms", ["scale", [scale as never, { factor: 4 }], ["shift", { amount: 0 }], [half as never, {}], half as never]],
  ["keys that insist", ["reference:scale"]],
])("%s is a pattern", async (_, pattern) => {
  await using runtime = await createRuntime({ functions: library });
  expect((await runtime.run(pattern, image) as NdArray).toNested()).toEqual(doubled);
});

test("two keys are a chain, a key and an object are one step", async () => {
  await using runtime = await createRuntime({ functions: library });
  expect((await runtime.call(["scale", "shift"], image)).record.calls.map(({ key }) => key)).toEqual(["scale", "shift"]);
  expect((await runtime.call(["scale", { factor: 3 }], image)).record.calls.map(({ key, parameters }) => [key, parameters])).toEqual([["scale", { factor: 3 }]]);
});

test("functions that nobody registered run as they are, decorated ones under the namespace host", async () => {
  await using runtime = await createRuntime();
  const { record } = await runtime.call([scale as never, half as never], image);
  expect(record.calls.map(({ kernel }) => kernel)).toEqual(["reference:scale", "host:half"]);
});

test("a registered function given as a value is the registered one", async () => {
  await using runtime = await createRuntime({ functions: library });
  runtime.register(half, { namespace: "openhcs" });
  const { record } = await runtime.call(["openhcs:half", scale as never], image);
  expect(record.calls.map(({ key }) => key)).toEqual(["openhcs:half", "scale"]);
});

test("a dictionary runs a chain per component, each on its own array, with a record each", async () => {
  await using runtime = await createRuntime({ functions: library });
  const pattern: Composed = { DNA: ["scale", "average"], ER: ["shift", { amount: 5 }], site: average as never };
  const { value, outputs, record } = await runtime.call(pattern, { DNA: image, ER: image.add(1), site: image });
  expect(value).toMatchObject({ DNA: 7, site: 3.5 });
  expect((value as { ER: NdArray }).ER.toNested()).toEqual(image.add(6).toNested());
  expect(Object.keys(outputs)).toEqual(["DNA", "ER", "site"]);
  expect((outputs["DNA"] as { image: NdArray }).image.toNested()).toEqual(doubled);
  expect(record).toMatchObject({ key: "pattern", status: "ok", inputs: { DNA: { shape: [2, 2, 2] }, ER: {}, site: {} } });
  expect(record.calls.map(({ key, calls }) => [key, calls.map((call) => call.key)])).toEqual([["DNA", ["scale", "average"]], ["ER", ["shift"]], ["site", ["average"]]]);
});

test("a plan of components plans each, and explains all", async () => {
  await using runtime = await createRuntime({ functions: library });
  const plan = runtime.plan({ DNA: ["scale", "shift"], ER: "shift" }, { DNA: image, ER: image });
  expect(Object.entries(plan.components).map(([component, plans]) => [component, plans.map(({ kernel }) => kernel)])).toEqual([["DNA", ["reference:scale", "reference:shift"]], ["ER", ["reference:shift"]]]);
  expect(plan.predictedUs).toBeCloseTo(Object.values(plan.components).flat().reduce((total, { predictedUs }) => total + predictedUs, 0));
  expect(plan.explain()).toMatch(/^pattern of 3 steps, about 16 µs\nDNA:\n1\. scale by reference:scale on ndarray, about \d+ µs\n {2}image: float32 \[2, 2, 2\], 32 B, in place\n2\. shift by .*\n.*\nER:\n1\. shift by /);
});

test.each<[string, unknown, string]>([
  ["an empty chain", [], "pattern: a chain needs at least one step."],
  ["an empty dictionary", {}, "pattern: a pattern by component needs at least one component."],
  ["an empty chain in a dictionary", { DNA: [] }, "pattern, DNA: a chain needs at least one step."],
  ["a dictionary in a dictionary", { DNA: { ER: "scale" } }, "pattern, DNA: a dictionary inside a dictionary is not allowed."],
  ["a number", 5, "pattern, step 1 (5): a step is a function's key, a function, or [function, parameters]."],
  ["null", null, "pattern, step 1 (null): a step is a function's key, a function, or [function, parameters]."],
  ["a dictionary in a chain", ["scale", { DNA: "shift" }, "shift"], "pattern, step 2 ([object Object]): a step is a function's key, a function, or [function, parameters]."],
  ["a step of three parts", [["scale", {}, {}]], "pattern, step 1 (scale): a step is [function, parameters] with parameters as an object."],
  ["a chain in a chain", [["scale", "shift"]], "pattern, step 1 (scale): a step is [function, parameters] with parameters as an object."],
])("%s is no pattern", async (_, pattern, message) => {
  await using runtime = await createRuntime({ functions: library });
  await expect(runtime.run(bad(pattern), image)).rejects.toMatchObject({ code: "INVALID_PATTERN", message });
  expect(() => runtime.plan(bad(pattern), image)).toThrow(message);
});

test("a step of an unknown function is refused with the nearest names before anything runs", async () => {
  await using runtime = await createRuntime({ functions: library });
  const error: unknown = await runtime.run(["scale", "averag"], image).catch((failure: unknown) => failure);
  expect(isOpenHcsError(error, "NOT_REGISTERED") && error.message).toBe('no function "averag"; nearest: average.');
});

test.each<[string, unknown, string]>([
  ["one array", image, "pattern, DNA: has no array; a pattern by component takes one for each of DNA, ER, received one array."],
  ["too few arrays", { DNA: image }, "pattern, ER: has no array; a pattern by component takes one for each of DNA, ER, received DNA."],
  ["nothing", {}, "pattern, DNA: has no array; a pattern by component takes one for each of DNA, ER, received nothing."],
])("%s for two components is refused", async (_, input, message) => {
  await using runtime = await createRuntime({ functions: library });
  await expect(runtime.run({ DNA: "scale", ER: "scale" }, input as never)).rejects.toMatchObject({ code: "INVALID_PATTERN", message });
});

test.each([["a number", 3], ["nothing", undefined], ["null", null]])("%s in place of the image is refused", async (_, input) => {
  await using runtime = await createRuntime({ functions: library });
  await expect(runtime.run(["scale"], input as never)).rejects.toMatchObject({ code: "NOT_AN_ARRAY" });
  await expect(runtime.run({ DNA: "scale" }, input as never)).rejects.toSatisfy((error) => isOpenHcsError(error, "INVALID_PATTERN", "NOT_AN_ARRAY"));
});
