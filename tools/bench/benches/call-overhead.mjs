import { createRuntime, defineBackend, defineFunction, kernelFor, NdArray } from "@openhcs/core";
import { measurePairUs, summary } from "../measure.mjs";

export const describe = "runtime.run against calling the kernel directly, the array already in place and every result a fresh one";

const blank = defineFunction({
  name: "blank",
  documentation: "An empty image of the same size.",
  inputs: { image: { type: "array" } },
  parameters: { sigma: { type: "number", min: 0, default: 1 }, mode: { type: "string", choices: ["reflect", "nearest"], default: "reflect" } },
  outputs: { image: { type: "array", result: "image" } },
  reference: ({ image }) => NdArray.zeros(image.shape),
});
const kernel = kernelFor(blank, { memoryType: "ndarray", cost: { latencyUs: 1, gbPerSec: 10 }, run: ({ image }) => NdArray.zeros(image.shape) });
const bench = defineBackend(() => ({ name: "bench", kernels: [kernel], probe: () => true, open: () => ({}) }));

export async function run() {
  const runtime = await createRuntime({ backends: [bench()], functions: [blank] });
  const image = NdArray.zeros([4, 4]);
  const parameters = { sigma: 2 };
  const filled = { sigma: 2, mode: "reflect" };
  const call = async () => { (await runtime.run("blank", image, parameters)).dispose(); };
  const direct = async () => { (await kernel.run({ image }, filled, {})).dispose(); };
  const wall = (await measurePairUs(call, direct)).difference;
  const cpu = await cpuDifferenceUs(call, direct);
  await runtime[Symbol.asyncDispose]();
  return [
    { what: "overhead of a call", ...wall, unit: "µs", bar: 10 },
    { what: "processor time of it, other threads of the engine included", ...cpu, unit: "µs", bar: 10 },
  ];
}

/** Holds also where other work has the machine, which wall time does not. */
async function cpuDifferenceUs(a, b, { batches = 30, repeats = 1000 } = {}) {
  const one = async (body) => {
    const before = process.cpuUsage();
    for (let i = 0; i < repeats; i++) await body();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / repeats;
  };
  const differences = [];
  for (let batch = 0; batch < batches; batch++) differences.push((await one(a)) - (await one(b)));
  return summary(differences);
}
