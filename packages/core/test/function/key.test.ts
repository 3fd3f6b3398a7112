import { camelCaseKey, createRuntime, defineFunction, formatKey, kernelFor, NdArray, ndarray, parseKey, type FunctionEntry } from "@openhcs/core";
import { describe, expect, it } from "vitest";

describe("a composite key", () => {
  it.each([
    ["gaussian", { name: "gaussian" }],
    ["cpu:gaussian", { namespace: "cpu", name: "gaussian" }],
    ["openhcs:brightSpots@3fa9", { namespace: "openhcs", name: "brightSpots", version: "3fa9" }],
    ["template:count_cells@1.0.0-beta.2", { namespace: "template", name: "count_cells", version: "1.0.0-beta.2" }],
    ["template:3d_label@^1.2", { namespace: "template", name: "3d_label", version: "^1.2" }],
    ["template:x@>=1.0.0 <2", { namespace: "template", name: "x", version: ">=1.0.0 <2" }],
    ["image-js:blur", { namespace: "image-js", name: "blur" }],
    ["skimage:filters.gaussian", { namespace: "skimage", name: "filters.gaussian" }],
  ])("%s has its parts", (key, parts) => {
    expect(parseKey(key)).toEqual(parts);
    expect(formatKey(parts)).toBe(key);
  });

  it.each(["", ":", "a:", ":a", "a:b:c", "a@", "@1", "a b", "a/b", "../a", "a:b@1@2", "a\n", "1:a"])("%j is none", (key) => {
    expect(() => parseKey(key)).toThrow(expect.objectContaining({ code: "INVALID_KEY", key, message: expect.stringContaining("[namespace:]name[@version]") }));
  });

  it.each([["white_tophat", "whiteTophat"], ["openhcs:bright_spots", "openhcs:brightSpots"], ["otsu_2d", "otsu2d"], ["already", "already"], ["_private", "private"], ["openhcs:TopHat", "openhcs:topHat"], ["my_lab:Top_Hat_@1.0_a", "my_lab:topHat@1.0_a"]])("%s respelt is %s", (key, camel) => {
    expect(camelCaseKey(key)).toBe(camel);
  });
});

describe("a function in the registry", () => {
  const entry = (version: string | undefined, value: number): FunctionEntry => ({
    key: "openhcs:draw", namespace: "openhcs", trusted: false, ...(version === undefined ? {} : { version }),
    definition: defineFunction({ name: "draw", documentation: "", inputs: {}, parameters: {}, outputs: { value: { type: "number" } }, reference: () => value }),
  });

  it("of one version is the same, however often it is compiled", async () => {
    await using runtime = await createRuntime();
    runtime.functions.register("openhcs:draw", entry("3fa9c0", 1));
    runtime.functions.register("openhcs:draw", entry("3fa9c0", 2));
    expect(await runtime.run("openhcs:draw@3fa9")).toBe(1);
    expect(() => runtime.functions.register("openhcs:draw", entry("77", 3))).toThrow(expect.objectContaining({ code: "ALREADY_REGISTERED" }));
    expect(() => runtime.functions.register("openhcs:draw", entry(undefined, 3))).toThrow(expect.objectContaining({ code: "ALREADY_REGISTERED" }));
    runtime.functions.register("openhcs:draw", entry("77", 3), { replace: true });
    await expect(runtime.run("openhcs:draw@3fa9")).rejects.toMatchObject({ code: "FUNCTION_CHANGED" });
    expect(await runtime.run("openhcs:draw")).toBe(3);
  });

  it("is implemented by kernels that carry its name", () => {
    const { definition } = entry(undefined, 1);
    const kernel = kernelFor(definition, { memoryType: "ndarray", cost: { latencyUs: 1, gbPerSec: 1 }, run: () => 2 });
    expect(kernel).toMatchObject({ function: "draw", memoryType: "ndarray" });
    expect(Object.isFrozen(kernel)).toBe(true);
  });
});

describe("looking a function up", async () => {
  const whiteTophat = defineFunction({
    name: "whiteTophat", documentation: "Keeps what is small and bright.", category: "morphology", tags: ["background"], synonyms: ["top-hat"], source: "Serra 1982",
    inputs: { image: { type: "array" } }, parameters: { size: { type: "integer", default: 3 } }, outputs: { image: { type: "array", result: "image" } }, contract: "flexible",
    reference: ({ image }) => image.copy(),
  });
  const runtime = await createRuntime({ functions: [whiteTophat] });
  runtime.register(ndarray(function whiteTophat(image: NdArray) { return image.add(1); }), { namespace: "openhcs" });

  it("takes the snake_case spelling too", async () => {
    expect(runtime.describe("white_tophat").key).toBe("whiteTophat");
    expect(runtime.describe("openhcs:white_tophat").key).toBe("openhcs:whiteTophat");
    expect((await runtime.run("white_tophat", NdArray.from([1], "uint8")) as NdArray).toNested()).toEqual([1]);
  });

  it("never takes a custom function for a bare name, and the reference by its namespace", async () => {
    expect((await runtime.run("openhcs:whiteTophat", NdArray.from([1], "uint8")) as NdArray).toNested()).toEqual([2]);
    expect((await runtime.run("reference:whiteTophat", NdArray.from([1], "uint8")) as NdArray).toNested()).toEqual([1]);
  });

  it("names what is near where there is none", () => {
    expect(() => runtime.describe("whiteTopHats")).toThrow(expect.objectContaining({ code: "NOT_REGISTERED", nearest: expect.arrayContaining(["whiteTophat"]) }));
    expect(() => runtime.describe("white tophat")).toThrow(expect.objectContaining({ code: "INVALID_KEY" }));
  });

  it("refuses a version that is not there", () => {
    expect(() => runtime.describe("openhcs:whiteTophat@3fa9")).toThrow(expect.objectContaining({ code: "FUNCTION_CHANGED" }));
  });

  it("gives all metadata without running anything", () => {
    expect(runtime.describe("whiteTophat")).toEqual({
      key: "whiteTophat", name: "whiteTophat", originalName: "whiteTophat", trusted: true, documentation: "Keeps what is small and bright.",
      category: "morphology", tags: ["background"], synonyms: ["top-hat"], source: "Serra 1982", citations: [], contract: "flexible",
      memoryTypes: { input: "ndarray", execution: "ndarray", output: "ndarray" }, kernels: expect.any(Array),
      inputs: whiteTophat.inputs, parameters: whiteTophat.parameters, outputs: whiteTophat.outputs,
    });
    expect(JSON.parse(JSON.stringify(runtime.describe("whiteTophat")))).toEqual(runtime.describe("whiteTophat"));
    expect(Object.isFrozen(runtime.describe("whiteTophat"))).toBe(true);
  });

  it.each([["top-hat", 2], ["BRIGHT small", 1], ["morphology", 1], ["whitetophat", 2], ["fourier", 0], ["  bright", 1]])("a search for %j finds %i", (search, count) => {
    expect(runtime.list({ search })).toHaveLength(count);
  });

  it("lists by namespace and memory type", () => {
    expect(runtime.list({ namespace: "openhcs" }).map(({ key }) => key)).toEqual(["openhcs:whiteTophat"]);
    expect(runtime.list({ memoryType: "ndarray" })).toHaveLength(2);
    expect(runtime.list({ memoryType: "torch" })).toEqual([]);
  });
});
