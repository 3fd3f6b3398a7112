import { createRuntime, isOpenHcsError, NdArray, type Dtype, type FunctionDefinition, type Runtime } from "@openhcs/core";
import { functions } from "@openhcs/functions";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openclWithoutDoubles } from "./without-doubles.js";

let runtime: Runtime;
beforeAll(async () => { runtime = await createRuntime({ backends: [openclWithoutDoubles()], functions }); });
afterAll(() => runtime[Symbol.asyncDispose]());

/** Wide integers are what most rules are about; each dtype of a kernel is a program to compile. */
const dtypes: readonly Dtype[] = process.env["OPENHCS_EVERY_DTYPE"] === "1" ? ["uint8", "uint32", "float32"] : ["uint32"];
const kernels = openclWithoutDoubles().kernels ?? [];

describe("a device without double precision", () => {
  it.each(kernels.map((kernel) => kernel.function))("is planned exactly those calls of %s that it can run", async (name) => {
    const definition = functions.find((each) => each.name === name) as FunctionDefinition;
    const wrong: string[] = [];
    for (const dtype of dtypes) {
      for (const example of definition.examples ?? [{}]) {
        const [image, ...others] = arraysOf(definition, dtype);
        const parameters = { ...example, ...Object.fromEntries(others) };
        const planned = planOf(name, image?.[1], parameters);
        if (planned === undefined) continue;
        const ended = await endOf(name, image?.[1], parameters);
        if (planned !== ended) wrong.push(`${dtype} ${JSON.stringify(example)}: planned ${planned}, ended ${ended}`);
      }
    }
    expect(wrong).toEqual([]);
  }, 120_000);

  it("leaves a call to the host, with the reason in the plan, and says what it lacks where it is insisted on", async () => {
    const image = NdArray.zeros([64, 64], "float64");
    const plan = runtime.plan("gaussian", image, { sigma: 2 });
    expect(plan.kernel).toBe("reference:gaussian");
    expect(plan.explain()).toMatch(/refused: opencl:gaussian: .+ has no fp64, which it needs/);
    await expect(runtime.run("gaussian", image, { sigma: 2 }, { on: "opencl" })).rejects.toMatchObject({ code: "DEVICE_LACKS", feature: "double precision" });
  });

  it("goes on with the next step of a pattern by what can run it", async () => {
    const image = NdArray.zeros([64, 64], "float32");
    const { record } = await runtime.call([["gaussian", { sigma: 2 }], "mean"], await runtime.to(image, "opencl"));
    expect(record.calls.map(({ kernel }) => kernel).at(-1)).toMatch(/^reference:/);
  });
});

type End = "there" | "lacks";

/** Where a call would go; undefined where the kernel refuses it anyway, or the call is none. */
function planOf(name: string, image: NdArray | undefined, parameters: Readonly<Record<string, unknown>>): End | undefined {
  try {
    const { kernel, alternatives } = runtime.plan(name, image, parameters, { dtypeConversion: "native" });
    const refused = alternatives.find(({ kernel: other }) => other === `opencl:${name}`)?.refused;
    if (refused === undefined || kernel === `opencl:${name}`) return "there";
    return refused.endsWith("has no fp64, which it needs") ? "lacks" : undefined;
  } catch (error) {
    if (isOpenHcsError(error, "INVALID_ARGUMENT")) return undefined;
    throw error;
  }
}

async function endOf(name: string, image: NdArray | undefined, parameters: Readonly<Record<string, unknown>>): Promise<string> {
  try {
    await runtime.call(name, image, parameters, { on: "opencl", dtypeConversion: "native" });
    return "there";
  } catch (error) {
    return isOpenHcsError(error, "DEVICE_LACKS") ? "lacks" : String(error);
  }
}

function arraysOf({ inputs }: FunctionDefinition, dtype: Dtype): readonly (readonly [string, NdArray])[] {
  return (Object.entries(inputs) as readonly (readonly [string, { readonly ranks?: readonly number[] }])[]).map(([name, { ranks = [2, 3] }]) => {
    const shape = ranks.includes(2) ? [9, 8] : [3, 9, 8];
    const array = NdArray.zeros(shape, dtype);
    for (let at = 0; at < array.data.length; at++) (array.data as Float32Array)[at] = (at * at) % 23 < 11 ? at % 5 : 60 + (at % 7);
    return [name, array];
  });
}
