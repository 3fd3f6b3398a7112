import { createRuntime, DEFAULT_PLANNER, defineFunction, NdArray, PLANNER, provideFactory, type CallPlanner, type Pattern, type Runtime } from "@openhcs/core";
import { expect, test, vi } from "vitest";
import { ascending } from "../run/sample-functions.js";
import { functions, fusing } from "./fusing.js";

const image = ascending([2, 3, 4]);
const onToy = { on: "toy" } as const;

/** A runtime whose device notes when it is asked to fuse steps, which is done in planning. */
async function open() {
  const { backend, asked } = fusing();
  return { asked, backend, runtime: await createRuntime({ backends: [backend], functions }) };
}

async function valuesOf(runtime: Runtime, pattern: Pattern, array: NdArray = image): Promise<number[]> {
  const result = await runtime.to(await runtime.run(pattern, array, {}, onToy) as NdArray, "ndarray");
  return [...result.data].map(Number).slice(0, 4);
}

test("a pattern that is run again on an array alike is not planned again, equal in content or the same", async () => {
  const { runtime, asked } = await open();
  await using _ = runtime;
  expect(await valuesOf(runtime, [["times", { factor: 3 }], "root"])).toEqual([0, 3, 6, 9].map((value) => Math.fround(Math.sqrt(value))));
  expect(await valuesOf(runtime, [["times", { factor: 3 }], "root"], image.multiply(4))).toEqual([0, 12, 24, 36].map((value) => Math.fround(Math.sqrt(value))));
  expect(asked.length).toBe(1);
});

test("what its owner changes in a pattern counts at once", async () => {
  const { runtime, asked } = await open();
  await using _ = runtime;
  const parameters = { factor: 3 };
  const pattern: [string, { factor: number }][] = [["times", parameters], ["times", { factor: 1 }]];
  expect(await valuesOf(runtime, pattern)).toEqual([0, 3, 6, 9]);
  parameters.factor = 5;
  expect(await valuesOf(runtime, pattern)).toEqual([0, 5, 10, 15]);
  pattern.push(["times", { factor: 2 }]);
  expect(await valuesOf(runtime, pattern)).toEqual([0, 10, 20, 30]);
  pattern.splice(2);
  expect(await valuesOf(runtime, pattern)).toEqual([0, 5, 10, 15]);
  expect(asked.length).toBe(3);
  delete (parameters as Partial<typeof parameters>).factor;
  expect(await valuesOf(runtime, pattern)).toEqual([0, 2, 4, 6]);
});

test.each<[string, (runtime: Runtime, run: Pattern) => Promise<unknown>]>([
  ["another shape", (runtime, run) => runtime.run(run, ascending([2, 4, 3]), {}, onToy)],
  ["another dtype", (runtime, run) => runtime.run(run, ascending([2, 3, 4], "uint8"), {}, onToy)],
  ["another place", async (runtime, run) => runtime.run(run, await runtime.to(image, "toy"), {}, onToy)],
  ["other options", (runtime, run) => runtime.run(run, image, {}, { ...onToy, dtypeConversion: "uint8" })],
])("%s is planned anew", async (_name, runOtherwise) => {
  const { runtime, asked } = await open();
  await using _ = runtime;
  const pattern = ["times", "root"];
  await runtime.run(pattern, image, {}, onToy);
  await runOtherwise(runtime, pattern);
  expect(asked.length).toBe(2);
});

test("an array among the parameters is read anew in every call", async () => {
  const { runtime, asked } = await open();
  await using _ = runtime;
  const pattern = [["mix", { other: NdArray.full([2, 3, 4], 10, "float32") }], "times"] as const;
  expect(await valuesOf(runtime, pattern)).toEqual([20, 22, 24, 26]);
  expect(await valuesOf(runtime, pattern)).toEqual([20, 22, 24, 26]);
  expect(asked.length).toBe(2);
});

test("another function under the same key is taken from the next call on", async () => {
  const { runtime } = await open();
  await using _ = runtime;
  const run = async () => [...(await runtime.run(["times", "mirror"], image, {}, { on: "reference" }) as NdArray).data].map(Number).slice(0, 2);
  expect(await run()).toEqual([24, 26]);
  const definition = defineFunction({
    name: "times", documentation: "image × 10.", inputs: { image: { type: "array" } }, parameters: {}, outputs: { image: { type: "array", result: "image" } },
    reference: ({ image: array }) => array.multiply(10),
  });
  runtime.functions.register("times", { key: "times", definition, trusted: true }, { replace: true });
  expect(await run()).toEqual([120, 130]);
});

test("a backend that goes, and one that comes, are known to the next call", async () => {
  const { runtime, backend } = await open();
  await using _ = runtime;
  const large = ascending([8, 256, 256]);
  const kernels = async () => (await runtime.call(["times", "root"], large)).record.calls.map(({ kernel }) => kernel);
  const before = await kernels();
  await runtime.removeBackend("toy");
  const without = await kernels();
  await expect(runtime.run(["times", "root"], image, {}, onToy)).rejects.toMatchObject({ code: expect.stringMatching(/NOT_REGISTERED|BACKEND_UNAVAILABLE/) });
  await runtime.addBackend(backend);
  expect([before, without, await kernels()]).toEqual([["toy:times", "toy:root"], ["reference:times", "reference:root"], before]);
});

test("a backend that is on its way out takes no call, while another one still keeps it", async () => {
  const { runtime } = await open();
  await using _ = runtime;
  const pattern = ["times", "root"];
  await runtime.run(pattern, image, {}, onToy);
  const under = runtime.run(pattern, image, {}, onToy);
  const removal = runtime.removeBackend("toy");
  await expect(runtime.run(pattern, image, {}, onToy)).rejects.toMatchObject({ code: "BACKEND_UNAVAILABLE" });
  await Promise.all([under, removal]);
});

test("measured costs count from the next call on", async () => {
  const { runtime, asked } = await open();
  await using _ = runtime;
  await runtime.run(["times", "root"], image, {}, onToy);
  await runtime.calibrate();
  await runtime.run(["times", "root"], image, {}, onToy);
  expect(asked.length).toBe(2);
});

test("the signal of an earlier call ends no later one", async () => {
  const { runtime } = await open();
  await using _ = runtime;
  const stop = new AbortController();
  await runtime.run(["times", "root"], image, {}, { ...onToy, signal: stop.signal });
  stop.abort();
  expect(await valuesOf(runtime, ["times", "root"])).toHaveLength(4);
});

test("a planner of the host's that does not say when its plans change is asked in every call", async () => {
  const ways = vi.fn<CallPlanner["ways"]>();
  const watched = (own: CallPlanner): CallPlanner => ({
    plan: (request) => own.plan(request), candidates: (entry) => own.candidates(entry),
    ways: (request) => { ways(request); return own.ways(request); },
  });
  const services = [provideFactory(PLANNER, (container) => watched(container.resolve(DEFAULT_PLANNER)))];
  await using runtime = await createRuntime({ functions, services });
  for (let call = 0; call < 3; call++) await runtime.run(["times", "root"], image);
  expect(ways).toHaveBeenCalledTimes(6);
});
