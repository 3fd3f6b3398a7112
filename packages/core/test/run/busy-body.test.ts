import { createRuntime, defineFunction, NdArray } from "@openhcs/core";
import { expect, test } from "vitest";

/** Computes in one go, so that no timer runs meanwhile. */
const busy = defineFunction({
  name: "busy", documentation: "Takes its time.", inputs: { image: { type: "array" } }, parameters: {},
  outputs: { image: { type: "array", result: "image" } }, contract: "flexible",
  reference: ({ image }) => {
    for (const end = Date.now() + 40; Date.now() < end;);
    return image.add(0);
  },
});
const image = NdArray.zeros([3, 2, 2]);

test("a body that never waits is held to its time limit at its end, and its result is freed", async () => {
  const runtime = await createRuntime({ functions: [busy] });
  await expect(runtime.run("busy", image, {}, { timeoutMs: 10 })).rejects.toMatchObject({ code: "TIMED_OUT" });
  expect(runtime.memory().reduce((sum, { arrays }) => sum + arrays, 0)).toBe(0);
  await runtime[Symbol.asyncDispose]();
});

test("an abort that came while a plane was computed keeps the next planes from being begun", async () => {
  const runtime = await createRuntime({ functions: [busy] });
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 5);
  const shares: number[] = [];
  const call = runtime.run("busy", image, {}, { sliceBySlice: true, signal: controller.signal, onProgress: ({ fraction }) => shares.push(fraction) });
  await expect(call).rejects.toMatchObject({ code: "ABORTED" });
  expect(shares).toEqual([]);
  await runtime[Symbol.asyncDispose]();
});
