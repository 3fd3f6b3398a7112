import { createRuntime, ndarray, NdArray, type ImageFunction, type Runtime, type Tagged, type TagOptions } from "@openhcs/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

let runtime: Runtime;
beforeEach(async () => { runtime = await createRuntime(); });
afterEach(() => runtime[Symbol.asyncDispose]());

const image = NdArray.from([[0, 1], [2, 3]], "float32");
const register = (options: TagOptions, fn: ImageFunction) => runtime.register(ndarray({ name: "live", ...options })(fn), { namespace: "openhcs" });
const refusal = (message: string) => expect.objectContaining({ code: "INVALID_DEFINITION", message: expect.stringContaining(message) });

describe("a live function", () => {
  it("is registered under its namespace, trusted", async () => {
    const key = runtime.register(ndarray(function double(given: NdArray) { return given.multiply(2); }), { namespace: "openhcs" });
    expect(key).toBe("openhcs:double");
    expect(runtime.describe(key)).toMatchObject({ key, name: "double", namespace: "openhcs", trusted: true });
    expect((await runtime.run(key, image) as NdArray).toNested()).toEqual([[0, 2], [4, 6]]);
  });

  it("receives its parameters by position in declared order, defaults filled in", async () => {
    const key = register({ parameters: { scale: { type: "number", default: 2 }, offset: { type: "number", default: 0 } } },
      (given: NdArray, scale: number, offset: number) => given.multiply(scale).add(offset));
    expect((await runtime.run(key, image) as NdArray).toNested()).toEqual([[0, 2], [4, 6]]);
    expect((await runtime.run(key, image, { offset: 10, scale: 1 }) as NdArray).toNested()).toEqual([[10, 11], [12, 13]]);
    await expect(runtime.run(key, image, { scale: "2" })).rejects.toMatchObject({ code: "INVALID_ARGUMENT", message: "openhcs:live: \"scale\" must be a finite number, received \"2\"." });
  });

  it("receives special inputs before parameters, and gives special outputs after the image", async () => {
    const key = register({ specialInputs: ["seeds"], specialOutputs: ["count", "names"], parameters: { factor: { type: "number" } } },
      (given: NdArray, seeds: readonly number[], factor: number) => [given.copy(), seeds.length * factor, ["a"], { mean: given.mean() }]);
    const { value, outputs } = await runtime.call(key, image, { seeds: [1, 2, 3], factor: 2 });
    expect((value as NdArray).toNested()).toEqual(image.toNested());
    expect(outputs).toMatchObject({ count: 6, names: ["a"], metadata: { mean: 1.5 } });
    await expect(runtime.call(key, image, { factor: 2 })).rejects.toMatchObject({ message: "openhcs:live: \"seeds\" must be given, received undefined." });
  });

  it("describes its special outputs by literal data", () => {
    const key = register({ specialOutputs: { cells: { type: "table", description: "one row per cell" } } }, (given: NdArray) => [given.copy(), { cells: {} }]);
    expect(runtime.describe(key).outputs).toEqual({ image: { type: "array", result: "image" }, cells: { type: "table", description: "one row per cell" } });
  });

  it("registered twice is harmless; another under its name is refused unless it replaces", () => {
    const first = ndarray(function twice(given: NdArray) { return given.copy(); });
    const second = ndarray({ name: "twice" })((given: NdArray) => given.add(1));
    runtime.register(first, { namespace: "openhcs" });
    expect(() => runtime.register(first, { namespace: "openhcs" })).not.toThrow();
    expect(() => runtime.register(second, { namespace: "openhcs" })).toThrow(expect.objectContaining({ code: "ALREADY_REGISTERED" }));
    expect(runtime.register(second, { namespace: "openhcs", replace: true })).toBe("openhcs:twice");
  });
});

describe("registration refuses", () => {
  it("a function that was not decorated", () => {
    expect(() => runtime.register((function plain() {}) as unknown as Tagged, { namespace: "openhcs" })).toThrow(refusal("plain: is not decorated with a memory type; wrap it: ndarray(fn)."));
  });

  it("parameters that were not declared, and says how", () => {
    expect(() => register({}, (_: NdArray, threshold: number) => threshold)).toThrow(refusal("live: takes 2 arguments but declares 0 besides image; a live function declares its parameters as data: ndarray({ parameters: {"));
  });

  it.each<[string, TagOptions, string]>([
    ["a name that is no function name", { name: "two words" }, "camelCase"],
    ["an unknown contract", { contract: "pure4d" as "pure3d" }, "contract must be one of"],
    ["a special output of the image's name", { specialOutputs: ["image"] }, "declares \"image\" twice among its outputs image, image"],
    ["a special output twice", { specialOutputs: ["a", "a"] }, "declares \"a\" twice among its outputs"],
    ["a special input twice", { specialInputs: ["a", "a"] }, "declares \"a\" twice among its arguments"],
    ["a special input that is a parameter too", { specialInputs: ["a"], parameters: { a: { type: "number" } } }, "declares \"a\" twice among its arguments"],
    ["a parameter of the image's name", { parameters: { image: { type: "number" } } }, "declares \"image\" twice among its arguments"],
  ])("%s", (_, options, message) => expect(() => register(options, (given: NdArray) => given)).toThrow(refusal(message)));

  it("a function without any name", () => {
    expect(() => runtime.register(ndarray((given: NdArray) => given), { namespace: "openhcs" })).toThrow(refusal("(unnamed): has no name of its own, or lost it as code was minified; give one: ndarray({ name: "));
  });
});
