import { defineFunction, isFunctionDefinition, NdArray, type FunctionDefinition } from "@openhcs/core";
import { describe, expect, it } from "vitest";
import { answer } from "./echo.js";

const parts = {
  name: "halve", documentation: "Halves.", inputs: { image: { type: "array" } }, parameters: {}, outputs: { image: { type: "array", result: "image" } },
  reference: ({ image }: { image: NdArray }) => image.divide(2),
} as const;
const define = (changes: Readonly<Record<string, unknown>>) => () => defineFunction({ ...parts, ...changes } as unknown as FunctionDefinition);

describe("a definition", () => {
  const halve = defineFunction(parts);

  it("is a frozen function with its parts", () => {
    expect({ ...halve }).toMatchObject(parts);
    expect(halve.name).toBe("halve");
    expect(Object.isFrozen(halve)).toBe(true);
    expect(typeof halve).toBe("function");
    expect([halve, () => 1, parts, null].map(isFunctionDefinition)).toEqual([true, false, false, false]);
  });

  it("called outside of any runtime is its host reference under the default dtype rule", async () => {
    const result = await halve(NdArray.from([1, 5], "uint8"));
    expect(result.dtype).toBe("uint8");
    expect((result as NdArray).toNested()).toEqual([0, 2]);
  });

  it("keeps its contract outside of any runtime: planes one by one, and a stack for a stack", async () => {
    const shapes: (readonly number[])[] = [];
    const stack = NdArray.from([[[1, 2]], [[3, 5]]], "uint8");
    const centre = defineFunction({ ...parts, contract: "pure2d", reference: ({ image }) => { shapes.push(image.shape); return image.subtract(image.min()); } });
    expect(await answer(centre, stack)).toMatchObject({ dtype: "uint8", shape: [2, 1, 2] });
    expect(((await centre(stack)) as NdArray).toNested()).toEqual([[[0, 1]], [[0, 2]]]);
    expect(shapes).toEqual(Array(4).fill([1, 2]));
    const brightest = defineFunction({ ...parts, contract: "volumetricToSlice", reference: ({ image }) => image.max(0) });
    expect(((await brightest(stack)) as NdArray).toNested()).toEqual([[[3, 5]]]);
  });

  it("outside of any runtime leaves no handle on what it was given, and gives handles of its own", async () => {
    const same = defineFunction({ ...parts, reference: ({ image }) => image });
    const array = NdArray.from([[1, 2], [3, 4]], "uint8");
    const result = await same(array) as NdArray;
    expect([result === array, array.storage.handles]).toEqual([false, 2]);
    result.dispose();
    (await same(array.slice([0, 1])) as NdArray).dispose();
    expect([array.toNested(), array.storage.handles]).toEqual([[[1, 2], [3, 4]], 2]);
  });

  it("outside of any runtime gives each call a signal of its own", async () => {
    const signals: AbortSignal[] = [];
    const listens = defineFunction({ ...parts, reference: ({ image }, _, { signal }) => { signals.push(signal); return image.copy(); } });
    await listens(NdArray.zeros([1]));
    await listens(NdArray.zeros([1]));
    expect(new Set(signals).size).toBe(2);
  });

  it("gives a promise, also of a refusal and of a failure", async () => {
    const fails = defineFunction({ ...parts, reference: () => { throw new Error("broken"); } });
    await expect(fails(NdArray.zeros([1]))).rejects.toThrow("broken");
    await expect((halve as (...args: unknown[]) => Promise<unknown>)(5)).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
  });

  it("has a context whose calls need a runtime", async () => {
    const asks = defineFunction({ ...parts, reference: async (_, __, context) => { context.progress(0.5); await context.run("gaussian"); return NdArray.zeros([1]); } });
    await expect(asks(NdArray.zeros([1]))).rejects.toMatchObject({ code: "NO_RUNTIME", key: "gaussian" });
  });

  it("of several outputs returns the main one when called", async () => {
    const split = defineFunction({
      ...parts, outputs: { mask: { type: "array", result: "mask" }, count: { type: "integer" } }, main: "count",
      reference: ({ image }) => ({ mask: image.greater(1), count: 7 }),
    });
    expect(await split(NdArray.zeros([2]))).toBe(7);
  });

  it("gives back what is not an array as it is", async () => {
    const mean = defineFunction({ ...parts, outputs: { mean: { type: "number" } }, reference: ({ image }) => image.mean() });
    expect(await mean(NdArray.from([1, 2], "uint8"))).toBe(1.5);
  });

  it.each([["mask", "bool"], ["labels", "uint32"], ["float", "float32"], ["native", "float64"], ["image", "uint8"]] as const)("of result kind %s gives %s", async (result, dtype) => {
    const fn = defineFunction({ ...parts, outputs: { out: { type: "array", result } }, reference: ({ image }) => image.cast("float64") });
    expect(await answer(fn, NdArray.zeros([1], "uint8"))).toMatchObject({ dtype });
  });
});

describe("a definition that contradicts itself is refused", () => {
  it.each<[string, Readonly<Record<string, unknown>>, string]>([
    ["a name in snake_case", { name: "white_tophat" }, "white_tophat: a function's name is camelCase letters and digits, received \"white_tophat\"."],
    ["a name that begins with a capital", { name: "Gaussian" }, "camelCase"],
    ["no name", { name: "" }, "(unnamed): a function's name is camelCase"],
    ["no outputs", { outputs: {} }, "halve: a function has at least one output."],
    ["several outputs and no main one", { outputs: { a: { type: "number" }, b: { type: "number" } } }, "halve: with several outputs one is the main: a, b."],
    ["a main output that is not there", { main: "mask" }, "halve: the main output \"mask\" is not among image."],
    ["a main output that every object has", { main: "toString" }, "is not among image"],
    ["an unknown contract", { contract: "pure4d" }, "halve: contract must be one of pure3d, pure2d, flexible, volumetricToSlice, received \"pure4d\"."],
    ["one name for an input and a parameter", { parameters: { image: { type: "number" } } }, "halve: \"image\" is both an input and a parameter."],
    ["a condition on what comes later", { parameters: { size: { type: "integer", when: { mode: "a" } }, mode: { type: "string" } } }, "halve: \"size\" depends on \"mode\", which must be declared before it."],
    ["a default by what comes later", { parameters: { size: { type: "integer", defaultBy: { mode: { a: 1 } } }, mode: { type: "string" } } }, "depends on \"mode\""],
    ["a default that breaks its own rule", { parameters: { sigma: { type: "number", min: 0, default: -1 } } }, "halve: the default of \"sigma\" must be a number in [0, ∞), received -1."],
    ["a conditional default that does", { parameters: { mode: { type: "string", default: "a" }, size: { type: "integer", defaultBy: { mode: { a: 1.5 } } } } }, "halve: the default of \"size\" must be an integer, received 1.5."],
    ["an unknown type", { parameters: { sigma: { type: "float" } } }, "halve: \"sigma\" has the type \"float\"; there are number, integer, string, boolean, list, object, file, any."],
  ])("%s", (_, changes, message) => {
    expect(define(changes)).toThrow(expect.objectContaining({ code: "INVALID_DEFINITION", message: expect.stringContaining(message) }));
  });

  it.each([["a list per axis", { parameters: { sigma: { type: "number", perAxis: true, default: [1, 2, 3] } } }], ["an empty choice of an optional one", { parameters: { mode: { type: "string", choices: ["a"], optional: true } } }]])(
    "but not %s", (_, changes) => expect(define(changes)).not.toThrow());
});
