import { createRuntime, NdArray } from "@openhcs/core";
import { cuda } from "@openhcs/backend-cuda";
import { loadCuda } from "@openhcs/native/cuda";
import { expect, it } from "vitest";

const unavailable = loadCuda().addon === undefined ? "needs the addon" : "";

it.skipIf(unavailable)(`a machine without NVIDIA's driver says so, with what helps, and works on without it ${unavailable}`, async () => {
  await using runtime = await createRuntime({ backends: [cuda({ library: "/nowhere/libcuda.so.1" })] });
  expect(runtime.available).toEqual([]);
  expect(runtime.unavailable).toEqual([{
    backend: "cuda", reason: expect.stringMatching(/^cuda: no driver that can be used: \/nowhere\/libcuda\.so\.1: cannot open/), remedy: expect.stringMatching(/^Install NVIDIA's driver .*NVRTC/),
  }]);
  await expect(runtime.to(NdArray.zeros([2], "uint8"), "cuda")).rejects.toThrow(/cuda/);
});
