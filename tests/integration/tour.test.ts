import { opencl } from "@openhcs/backend-opencl";
import { tfjs } from "@openhcs/backend-tfjs";
import { webgpu } from "@openhcs/backend-webgpu";
import { createRuntime, NdArray, type Backend } from "openhcs";
import { expect, test } from "vitest";

const isRequired = !["", "0", undefined].includes(process.env["OPENHCS_REQUIRE_NATIVE"]);
const backends: readonly Backend[] = [opencl(), webgpu(), tfjs({ engine: "wasm" })];
const missing = isRequired ? [] : (await Promise.all(backends.map(async (backend) => {
  const verdict = await backend.probe();
  return typeof verdict === "object" && "reason" in verdict ? [`${backend.name}: ${verdict.reason}`] : [];
}))).flat();

/** Discs of several sizes on a slope, in [0, 1]. */
function discs(): NdArray {
  const [height, width] = [96, 128];
  const centres = [[20, 20, 7], [24, 70, 9], [60, 40, 11], [70, 100, 8], [40, 108, 5]] as const;
  const brightness = (y: number, x: number) => (centres.some(([cy, cx, radius]) => Math.hypot(y - cy, x - cx) <= radius) ? 0.7 : 0.1) + (0.2 * x) / width;
  return new NdArray({ data: Float32Array.from({ length: height * width }, (_, at) => brightness(Math.floor(at / width), at % width)), shape: [1, height, width] });
}

test.skipIf(missing.length > 0)(`a pattern that visits WebGPU, TensorFlow.js and OpenCL labels what the references label${missing.length > 0 ? ` (${missing.join("; ")})` : ""}`, async () => {
  await using runtime = await createRuntime({ backends });
  const steps = [["gaussian", { sigma: [0, 1.5, 1.5] }], ["whiteTophat", { footprint: { shape: "rect", size: [31, 31] } }], ["multiply", { value: 2 }], "thresholdOtsu", "label"] as const;
  const where = ["webgpu", "webgpu", "tfjs", "opencl", "opencl"];
  const tour = steps.map((step, at) => (typeof step === "string" ? `${where[at]}:${step}` : [`${where[at]}:${step[0]}`, step[1]] as const));
  const image = discs();
  const options = { allowHostRoundtrip: true };
  const plan = runtime.plan(tour, image, {}, options);
  const { value, outputs, record } = await runtime.call(tour, image, {}, options);
  const expected = await runtime.call(steps, image, {}, { on: "reference" });
  const labels = await runtime.to(value as NdArray, "ndarray");
  expect(outputs["count"]).toBe(5);
  expect(labels.toNested()).toEqual((expected.value as NdArray).toNested());
  expect(record.calls.map(({ memoryType }) => memoryType)).toEqual(where);
  expect(record.calls.map(({ moves }) => moves.map(({ path }) => path.join(" → ")))).toEqual([["ndarray → webgpu"], [], ["webgpu → ndarray → tfjs"], ["tfjs → ndarray → opencl"], []]);
  expect(plan.explain()).toMatch(/webgpu -> ndarray -> tfjs[^]*tfjs -> ndarray -> opencl/);
});
