import {
  createRuntime, defineFunction, memory, NdArray, ndarray, type AnyArray, type CallParameters, type CallPlan, type CallResult, type FilledParameters,
  type FunctionDefinition, type PatternPlan, type Table, type Tagged,
} from "@openhcs/core";
import { describe, expectTypeOf, it } from "vitest";

/** Types are checked by `npm run lint`; here they only need to be sound enough to run. */
const smooth = defineFunction({
  name: "typedSmooth",
  documentation: "Smooths.",
  inputs: { image: { type: "array" }, mask: { type: "array", optional: true } },
  parameters: {
    convention: { type: "string", choices: ["scipy", "cv2"], default: "scipy" },
    sigma: { type: "number", perAxis: true, default: 1 },
    kernelSize: { type: "integer", when: { convention: "cv2" } },
    note: { type: "string", optional: true },
    weights: { type: "list", items: { type: "number" }, default: [] },
  },
  outputs: { image: { type: "array", result: "image" } },
  reference: ({ image, mask }, { convention, sigma, kernelSize, note, weights }) => {
    expectTypeOf(image).toEqualTypeOf<NdArray>();
    expectTypeOf(mask).toEqualTypeOf<NdArray | undefined>();
    expectTypeOf(convention).toEqualTypeOf<"scipy" | "cv2">();
    expectTypeOf(sigma).toEqualTypeOf<number | readonly number[]>();
    expectTypeOf(kernelSize).toEqualTypeOf<number | undefined>();
    expectTypeOf(note).toEqualTypeOf<string | undefined>();
    expectTypeOf(weights).toEqualTypeOf<readonly number[]>();
    return image.copy();
  },
});

const count = defineFunction({
  name: "typedCount",
  documentation: "Counts.",
  inputs: { image: { type: "array" } },
  parameters: { threshold: { type: "number" } },
  outputs: { count: { type: "integer" }, cells: { type: "table" }, overlay: { type: "array", result: "image", optional: true } },
  main: "count",
  reference: ({ image }, { threshold }) => ({ count: image.greater(threshold).sum(), cells: { area: [1] } }),
});

const random = defineFunction({
  name: "typedRandom", documentation: "Draws.", inputs: {}, parameters: { seed: { type: "integer", default: 0 } }, outputs: { value: { type: "number" } },
  reference: (_, { seed }) => seed / 2,
});

const drawn = defineFunction({
  name: "typedDrawn", documentation: "Draws.", inputs: {}, parameters: { seed: { type: "integer" } }, outputs: { value: { type: "number" } },
  reference: (_, { seed }) => seed / 2,
});

declare module "@openhcs/core" {
  interface Functions {
    typedDrawn: typeof drawn;
    typedSmooth: typeof smooth;
    typedCount: typeof count;
    typedRandom: typeof random;
  }
}

const image = NdArray.from([[1, 2]]);

describe("a definition infers", () => {
  it("what a caller passes: defaults, optional and conditional ones may be left out", () => {
    type Given = CallParameters<typeof smooth.inputs, typeof smooth.parameters>;
    expectTypeOf<{ sigma: readonly number[]; convention: "cv2"; kernelSize: number }>().toExtend<Given>();
    expectTypeOf<{}>().toExtend<Given>();
    expectTypeOf<Given["convention"]>().toEqualTypeOf<"scipy" | "cv2" | undefined>();
    expectTypeOf<{ sigma: string }>().not.toExtend<Given>();
    expectTypeOf<{}>().not.toExtend<CallParameters<typeof count.inputs, typeof count.parameters>>();
  });

  it("what a body receives", () => {
    expectTypeOf<FilledParameters<typeof count.parameters>["threshold"]>().toEqualTypeOf<number>();
  });

  it("how it is called", async () => {
    expectTypeOf(smooth(image)).resolves.toExtend<AnyArray>();
    expectTypeOf(count(image, { threshold: 1 })).resolves.toEqualTypeOf<number>();
    expectTypeOf(random()).resolves.toEqualTypeOf<number>();
    // @ts-expect-error threshold has no default
    await count(image).catch(() => {});
    // @ts-expect-error nor has the seed
    await drawn().catch(() => {});
    // @ts-expect-error further arrays are arrays
    await smooth(image, { mask: 5 }).catch(() => {});
    // @ts-expect-error not a choice
    await smooth(image, { convention: "matlab" }).catch(() => {});
    // @ts-expect-error unknown
    await smooth(image, { sgima: 2 }).catch(() => {});
  });

  it("what a body must return", () => {
    // @ts-expect-error cells are missing
    defineFunction({ ...count, name: "less", reference: () => ({ count: 1 }) });
    // @ts-expect-error not an array
    defineFunction({ ...smooth, name: "wrong", reference: () => 5 });
    // @ts-expect-error the main output is not among the outputs
    const misnamed = () => defineFunction({ ...count, name: "misnamed", main: "mask" });
    expectTypeOf(misnamed).toBeFunction();
  });
});

describe("a runtime infers from interface Functions", async () => {
  const runtime = await createRuntime({ functions: [smooth, count, random, drawn] });

  it("parameters and the main output by key", async () => {
    expectTypeOf(runtime.run("typedSmooth", image, { sigma: [1, 2] })).resolves.toEqualTypeOf<AnyArray>();
    expectTypeOf(runtime.run("typedCount", image, { threshold: 1 })).resolves.toEqualTypeOf<number>();
    expectTypeOf(runtime.run("typedRandom", { seed: 2 })).resolves.toEqualTypeOf<number>();
    expectTypeOf(runtime.run("typedRandom")).resolves.toEqualTypeOf<number>();
    expectTypeOf(runtime.plan("typedCount", image, { threshold: 1 })).toEqualTypeOf<CallPlan>();
    // @ts-expect-error a threshold is a number
    await runtime.run("typedCount", image, { threshold: "1" }).catch(() => {});
    // @ts-expect-error unknown
    await runtime.run("typedSmooth", image, { sgima: 2 }).catch(() => {});
    // @ts-expect-error unknown
    await runtime.run(smooth, image, { sgima: 2 }).catch(() => {});
  });

  it("which arguments are required", async () => {
    // @ts-expect-error threshold has no default
    await runtime.run("typedCount", image).catch(() => {});
    // @ts-expect-error threshold has no default
    await runtime.run(count, image, {}).catch(() => {});
    // @ts-expect-error nor has the seed, which comes first where there are no arrays
    await runtime.run("typedDrawn").catch(() => {});
    // @ts-expect-error the image is missing
    await runtime.run("typedSmooth").catch(() => {});
    // @ts-expect-error options come fourth also where there are no arrays
    await runtime.run("typedDrawn", { seed: 1 }, { on: "reference" }).catch(() => {});
    expectTypeOf(runtime.run("typedDrawn", { seed: 1 }, undefined, { on: "reference" })).resolves.toEqualTypeOf<number>();
  });

  it("all outputs", async () => {
    const { outputs } = await runtime.call("typedCount", image, { threshold: 1 });
    expectTypeOf(outputs.cells).toEqualTypeOf<Table>();
    expectTypeOf(outputs.overlay).toEqualTypeOf<AnyArray | undefined>();
    expectTypeOf((await runtime.call(count, image, { threshold: 1 })).outputs).toEqualTypeOf<typeof outputs>();
    expectTypeOf(await runtime.call("typedCount", image, { threshold: 1 })).toExtend<CallResult>();
  });

  it("options that may be left open", async () => {
    expectTypeOf(runtime.run("typedSmooth", image, undefined, { signal: undefined, on: undefined })).resolves.toEqualTypeOf<AnyArray>();
    // @ts-expect-error unknown
    await runtime.run("typedSmooth", image, {}, { timeout: 5 }).catch(() => {});
  });

  it("nothing about other keys, whose results to and run take", async () => {
    const key = runtime.register(ndarray(function brightSpots(given: NdArray) { return given.copy(); }), { namespace: "openhcs" });
    const mask = await runtime.run(key, image, { anything: 1 }).catch(() => image as unknown);
    expectTypeOf(mask).toBeUnknown();
    const host = await runtime.to(mask, "ndarray");
    expectTypeOf(host).toEqualTypeOf<NdArray>();
    expectTypeOf(await runtime.run("typedSmooth", mask)).toEqualTypeOf<AnyArray>();
    expectTypeOf(await runtime.run("typedSmooth", image, { mask })).toEqualTypeOf<AnyArray>();
    expectTypeOf(await runtime.run(["typedSmooth", "typedSmooth"], mask)).toBeUnknown();
    expectTypeOf(runtime.to(mask, "tape").catch(() => {})).resolves.toEqualTypeOf<unknown>();
    expectTypeOf(await runtime.run(smooth as FunctionDefinition, image, { sigma: 1 })).toBeUnknown();
  });

  it("what a decorated function returns: its image, alone or first in a tuple", async () => {
    const brighter = ndarray(async function brighter(given: NdArray) { return given.copy(); });
    const measured = ndarray({ specialOutputs: ["mean"] })(function measured(given: NdArray) { return [given.copy(), given.mean()] as const; });
    const listed = ndarray({ specialOutputs: ["mean"] })(function listed(given: NdArray) { return [given.copy(), given.mean()]; });
    expectTypeOf(await runtime.run(brighter, image)).toEqualTypeOf<NdArray>();
    expectTypeOf(await runtime.run(measured, image)).toEqualTypeOf<NdArray>();
    expectTypeOf(await runtime.run(listed, image)).toBeUnknown();
  });

  it("a pattern from a function", () => {
    expectTypeOf(runtime.plan({ dapi: smooth }, { dapi: image })).toEqualTypeOf<PatternPlan>();
    expectTypeOf(runtime.plan([[smooth, { sigma: 1 }], "typedSmooth"], image)).toEqualTypeOf<PatternPlan>();
    expectTypeOf(runtime.plan(smooth, image)).toEqualTypeOf<CallPlan>();
    expectTypeOf(runtime.plan(ndarray(function same(given: NdArray) { return given; }), image)).toEqualTypeOf<CallPlan>();
  });
});

describe("decorators", () => {
  it("keep the type of the function and add the tag", () => {
    const plain = (given: NdArray, threshold = 0.5) => given.greater(threshold);
    expectTypeOf(ndarray(plain)).toEqualTypeOf<Tagged<typeof plain>>();
    expectTypeOf(memory("torch")({ result: "mask" })(plain)).toEqualTypeOf<Tagged<typeof plain>>();
    expectTypeOf(ndarray(plain)).toBeCallableWith(image, 2);
    expectTypeOf(ndarray(plain).executionMemoryType).toEqualTypeOf<string>();
  });
});

describe("arrays", () => {
  it("reduce to a number, or to an array along an axis", () => {
    expectTypeOf(image.sum()).toEqualTypeOf<number>();
    expectTypeOf(image.sum(0)).toEqualTypeOf<NdArray>();
    expectTypeOf(image.reduce((a, b) => a + b, 0, 1)).toEqualTypeOf<NdArray>();
    expectTypeOf<Table[string]>().toExtend<ArrayLike<number | string>>();
  });
});
