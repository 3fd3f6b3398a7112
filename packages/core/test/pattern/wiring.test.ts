import { createRuntime, defineFunction, ndarray, type NdArray } from "@openhcs/core";
import { expect, test, vi } from "vitest";
import { ascending, library, type Composed } from "../run/sample-functions.js";

const image = ascending([2, 2, 2]);
const mean = 3.5;

/** Keeps the image, tells a number. */
const peak = defineFunction({
  name: "peak", documentation: "The image and its maximum.", inputs: { image: { type: "array" } }, parameters: {},
  outputs: { image: { type: "array", result: "image" }, peak: { type: "number" } }, main: "image", reference: ({ image: array }) => ({ image: array.copy(), peak: array.max() }),
});
const needsPeak = defineFunction({
  name: "normalise", documentation: "By a peak.", inputs: { image: { type: "array" } }, parameters: { peak: { type: "number" }, gain: { type: "number", default: 1 } },
  outputs: { image: { type: "array", result: "image" } }, reference: ({ image: array }, { peak: by, gain }) => array.divide(by).multiply(gain),
});
const loop = defineFunction({
  name: "loop", documentation: "Takes what it gives.", inputs: { image: { type: "array" } }, parameters: { tally: { type: "number" } }, outputs: { tally: { type: "number" } }, reference: (_, { tally }) => tally + 1,
});
const all = [...library, peak, needsPeak, loop];

async function valueOf(pattern: Composed, values: Readonly<Record<string, unknown>> = {}) {
  await using runtime = await createRuntime({ functions: all });
  return runtime.call(pattern, image, values);
}

test("a required parameter takes the earlier output of its name", async () => {
  const { value, outputs } = await valueOf(["average", "above"]);
  expect((value as NdArray).toNested()).toEqual(image.greater(mean).toNested());
  expect(outputs).toEqual({ image: value, level: mean });
});

test("a bound parameter is not taken from anywhere", async () => {
  const { value } = await valueOf(["average", ["above", { level: 6 }]]);
  expect((value as NdArray).toNested()).toEqual(image.greater(6).toNested());
});

test("{ from } takes an output under another name, the pattern's input, or a value of the call", async () => {
  const { value } = await valueOf(["peak", ["shift", { amount: { from: "peak" } }], ["blend", { other: { from: "image" } }], ["scale", { factor: { from: "gain" } }]], { gain: 10 });
  expect((value as NdArray).toNested()).toEqual(image.add(3.5).multiply(10).toNested());
});

test("an optional parameter takes nothing by itself", async () => {
  const { record } = await valueOf([["peak", {}], "normalise"]);
  expect(record.calls[1]?.parameters).toEqual({ peak: 7, gain: 1 });
});

test("arrays beyond the first are taken by name too", async () => {
  const other = image.multiply(3);
  const { value } = await valueOf(["blend"], { other });
  expect((value as NdArray).toNested()).toEqual(image.multiply(2).toNested());
});

test.each<[string, Composed, string]>([
  ["a parameter that nobody produces", ["scale", "above"], 'pattern, step 2 (above): needs "level", which no step before it produces.'],
  ["a near miss", [["peak", {}], ["shift", { amount: { from: "peek" } }]], 'pattern, step 2 (shift): needs "peek", which no step before it produces; nearest: peak.'],
  ["a parameter that is produced only later", ["above", "average"], 'pattern, step 1 (above): takes "level", which is produced only later, by step 2 (average).'],
  ["a parameter of its own output", ["loop"], 'pattern, step 1 (loop): takes "tally" from itself.'],
  ["an output that is produced twice", ["average", "scale", "average"], 'pattern, step 3 (average): "level" is already produced by step 1 (average).'],
  ["an array that nobody produces", ["blend"], 'pattern, step 1 (blend): needs "other", which no step before it produces.'],
  ["a component's own", { DNA: ["scale", "above"] } as never, 'pattern, DNA: step 2 (above): needs "level", which no step before it produces.'],
])("%s is refused before anything runs", async (_, pattern, message) => {
  await using runtime = await createRuntime({ functions: all });
  const ran = vi.fn<() => void>();
  runtime.events.on("call", ({ kernel }) => { if (kernel !== undefined) ran(); });
  await expect(runtime.run(pattern, Array.isArray(pattern) ? image : { DNA: image })).rejects.toMatchObject({ code: "INVALID_PATTERN", message });
  expect(() => runtime.plan(pattern, Array.isArray(pattern) ? image : { DNA: image })).toThrow(message);
  expect(ran).not.toHaveBeenCalled();
});

test("outputs do not cross from one component to another", async () => {
  await using runtime = await createRuntime({ functions: all });
  await expect(runtime.run({ DNA: "average", ER: "above" }, { DNA: image, ER: image })).rejects.toThrow('pattern, ER: step 1 (above): needs "level"');
  const { value } = await runtime.call({ DNA: ["average", "above"], ER: ["average", "above"] }, { DNA: image, ER: image.add(100) });
  expect((value as { ER: NdArray }).ER.toNested()).toEqual(image.greater(mean).toNested());
});

test("a parameter that breaks its rule is refused before anything runs", async () => {
  await using runtime = await createRuntime({ functions: all });
  const ran: string[] = [];
  runtime.events.on("call", ({ key, kernel }) => { if (kernel !== undefined) ran.push(key); });
  await expect(runtime.run(["shift", ["scale", { factor: -1 }]], image)).rejects.toMatchObject({ code: "INVALID_ARGUMENT", argument: "factor" });
  await expect(runtime.run(["shift", ["scale", { faktor: 1 }]], image)).rejects.toMatchObject({ code: "UNKNOWN_PARAMETER" });
  expect(ran).toEqual([]);
});

test("everything of every component is checked and planned before the first one runs", async () => {
  await using runtime = await createRuntime({ functions: all });
  const ran: string[] = [];
  runtime.events.on("call", ({ key, kernel }) => { if (kernel !== undefined) ran.push(key); });
  await expect(runtime.run({ DNA: "shift", ER: ["scale", { factor: -1 }] }, { DNA: image, ER: image })).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
  await expect(runtime.run({ DNA: "shift", ER: "scale" }, { DNA: image, ER: "not an array" })).rejects.toMatchObject({ code: "NOT_AN_ARRAY" });
  expect(ran).toEqual([]);
});

test("a produced value that breaks the rule of who takes it fails that step", async () => {
  const negative = ndarray({ specialOutputs: ["factor"] })(function negative(array: NdArray) { return [array.copy(), -1]; });
  await using runtime = await createRuntime({ functions: library });
  await expect(runtime.run([negative as never, ["scale", { factor: { from: "factor" } }]], image)).rejects.toMatchObject({ code: "INVALID_ARGUMENT", message: 'scale: "factor" must be a number in [0, ∞), received -1.' });
});

test("a value that no step takes is refused", async () => {
  await using runtime = await createRuntime({ functions: library });
  await expect(runtime.run(["scale"], image, { levle: 3 })).rejects.toMatchObject({ code: "INVALID_PATTERN", message: 'pattern: no step takes the value "levle"; a step takes it by { from: "levle" }.' });
});

test("special inputs and outputs of decorated functions connect by name", async () => {
  const measure = ndarray({ specialOutputs: ["counts"] })(function measure(array: NdArray) { return [array.copy(), { cells: array.max() }]; });
  const report = ndarray({ specialInputs: ["counts"] })(function report(array: NdArray, counts: { readonly cells: number }) { return array.add(counts.cells); });
  await using runtime = await createRuntime({ functions: library });
  const { value, outputs } = await runtime.call([measure as never, report as never], image);
  expect((value as NdArray).toNested()).toEqual(image.add(7).toNested());
  expect(outputs["counts"]).toEqual({ cells: 7 });
  await expect(runtime.run([report as never, measure as never], image)).rejects.toThrow('step 1 (report): takes "counts", which is produced only later, by step 2 (measure).');
});

test("a function without arrays is a step that produces for later ones", async () => {
  const settings = defineFunction({ name: "settings", documentation: "A level.", inputs: {}, parameters: { level: { type: "number", default: 5 } }, outputs: { threshold: { type: "number" } }, reference: (_, { level }) => level });
  await using runtime = await createRuntime({ functions: [...library, settings] });
  const pattern: Composed = [["settings", { level: 4 }], ["above", { level: { from: "threshold" } }]];
  const { value, outputs } = await runtime.call(pattern, image);
  expect((value as NdArray).toNested()).toEqual(image.greater(4).toNested());
  expect(outputs["threshold"]).toBe(4);
  const { value: blended } = await runtime.call([["ramp", { length: 8 }], "shift"], image);
  expect((blended as NdArray).toNested()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
});
