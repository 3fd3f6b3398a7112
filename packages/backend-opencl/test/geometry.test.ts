import assert from "node:assert/strict";
import { opencl } from "@openhcs/backend-opencl";
import { createRuntime, NdArray, type Runtime } from "@openhcs/core";
import { functions } from "@openhcs/functions";
import { afterAll, beforeAll, describe, test } from "vitest";

const modes = ["reflect", "mirror", "nearest", "constant", "grid-constant", "wrap", "grid-wrap", "grid-mirror"];

describe("interpolation on an OpenCL device with double precision", () => {
  let runtime: Runtime;
  beforeAll(async () => { runtime = await createRuntime({ backends: [opencl()], functions }); });
  afterAll(() => runtime[Symbol.asyncDispose]());
  const image = random([13, 17], 7);

  test.for([0, 1, 3, 5].flatMap((order) => modes.map((mode) => [order, mode] as const)))("has every bit of the reference, order %i, mode %s", async ([order, mode]) => {
    const interpolation = { order, mode, cval: 0.25 };
    const matrix = [[0.8, 0.35], [-0.4, 1.15]];
    await agrees(runtime, "affineTransform", image, { ...interpolation, matrix, offset: [-9.5, 7.25], outputShape: [25, 21] });
    await agrees(runtime, "shift", image, { ...interpolation, shift: [21.3, -4.75] });
  });
});

async function agrees(runtime: Runtime, name: string, image: NdArray, parameters: Record<string, unknown>): Promise<void> {
  const options = { dtypeConversion: "native" } as const;
  const [ours, theirs] = [await runtime.call(name, image, parameters, { ...options, on: "opencl" }), await runtime.call(name, image, parameters, { ...options, on: "reference" })];
  const got = await runtime.to(ours.outputs.image as NdArray, "ndarray");
  assert.deepEqual(got.packed().data, (theirs.outputs.image as NdArray).packed().data);
}

function random(shape: readonly number[], seed: number): NdArray {
  let state = seed;
  const data = Float64Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => (state = (state * 48271) % 2147483647) / 2147483647);
  return new NdArray({ data, shape });
}
