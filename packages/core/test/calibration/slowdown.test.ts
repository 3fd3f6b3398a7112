import { createRuntime, defineBackend, NdArray } from "@openhcs/core";
import { expect, test } from "vitest";
import { library } from "../run/sample-functions.js";

const kernel = { function: "scale", memoryType: "ndarray", cost: { latencyUs: 10, gbPerSec: 10 }, run: () => { throw new Error("is only planned"); } };

function runtimeWith(slowdown?: number) {
  const device = { name: "toy", ...(slowdown === undefined ? {} : { slowdown }) };
  const backend = defineBackend(() => ({ name: "toy", kernels: [kernel], probe: () => ({ devices: [device] }), open: () => null }))();
  return createRuntime({ backends: [backend], functions: library });
}

test("kernels of a device that is said to be slower are planned with as much longer", async () => {
  const image = NdArray.zeros([1, 64, 64], "float32");
  await using declared = await runtimeWith();
  await using slow = await runtimeWith(20);
  const [as, slower] = [declared, slow].map((runtime) => runtime.plan("scale", image, {}, { on: "toy" }).predictedUs) as [number, number];
  expect(slower / as).toBeCloseTo(20, 6);
});

test("what is slower than the host is not chosen", async () => {
  const image = NdArray.zeros([1, 64, 64], "float32");
  await using slow = await runtimeWith(1e6);
  expect(slow.plan("scale", image, {}).kernel).toBe("reference:scale");
});
