import { gpujs, type GpuJsArray } from "@openhcs/backend-gpujs";
import { createRuntime, NdArray, type KernelContext } from "@openhcs/core";
import { expect, test, vi } from "vitest";

/** gpu.js falls back from the modes of GPUs, of which there is none here: what it then says is given by hand. */
test("a call says in which mode of gpu.js it really ran, and why", async () => {
  await using runtime = await createRuntime({ backends: [gpujs()] });
  const image = await runtime.to(NdArray.from([1, 2], "float32"), "gpujs") as GpuJsArray;
  const kernel = gpujs().rawKernel?.({ memoryType: "gpujs", source: "function same(image) { return image[this.thread.x]; }" });
  const log = vi.fn<KernelContext["log"]>();
  const session = { mode: "webgl2", run: async () => ({ elements: Float32Array.of(1, 2), mode: "cpu", fallbackReason: "textures of floats are not there" }) };
  const launch = { inputs: { image }, outputs: { result: { dtype: "float32", shape: [2] } }, numbers: {}, items: [2] } as const;
  const outputs = await kernel?.run(launch, { session, device: 0, log } as unknown as KernelContext<never>);
  const { result } = outputs as { readonly result: GpuJsArray };
  expect([[...result.buffer], log.mock.calls]).toEqual([[1, 2], [["warn", "same ran in mode cpu of gpu.js, not webgl2: textures of floats are not there"]]]);
});
