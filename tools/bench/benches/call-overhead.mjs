import { createRuntime, defineBackend, defineFunction, kernelFor, NdArray } from "@openhcs/core";
import { measurePairUs } from "../measure.mjs";

export const describe = "runtime.run against calling the kernel directly, the array already in place";

const identity = defineFunction({
  name: "identity",
  documentation: "Gives the image back.",
  inputs: { image: { type: "array" } },
  parameters: { sigma: { type: "number", min: 0, default: 1 }, mode: { type: "string", choices: ["reflect", "nearest"], default: "reflect" } },
  outputs: { image: { type: "array", result: "image" } },
  reference: ({ image }) => image,
});
const result = NdArray.zeros([4, 4]);
const kernel = kernelFor(identity, { memoryType: "ndarray", cost: { latencyUs: 1, gbPerSec: 10 }, run: () => result.retain() });
const bench = defineBackend(() => ({ name: "bench", kernels: [kernel], probe: () => true, open: () => ({}) }));

export async function run() {
  const runtime = await createRuntime({ backends: [bench()], functions: [identity] });
  const image = NdArray.zeros([4, 4]);
  const parameters = { sigma: 2 };
  const filled = { sigma: 2, mode: "reflect" };
  const { difference } = await measurePairUs(() => runtime.run("identity", image, parameters), () => kernel.run({ image }, filled, {}));
  await runtime[Symbol.asyncDispose]();
  return [{ what: "overhead of a call", ...difference, unit: "µs", bar: 10 }];
}
