import { webgpu } from "@openhcs/backend-webgpu";
import { NdArray } from "@openhcs/core";
import { expect, test } from "vitest";
import { openRuntime } from "./open-runtime.js";

const bindingLimit = 2 ** 16;

test("elementwise kernels take arrays larger than a binding piece by piece, of any width of elements", async (context) => {
  const runtime = await openRuntime(context, { bindingLimit });
  const image = new NdArray({ data: Uint8Array.from({ length: 100_003 }, (_, i) => (i * 7) % 251), shape: [100_003] });
  const there = await runtime.to(await runtime.run("webgpu:add", image, { value: 0.5 }, { dtypeConversion: "native" }), "ndarray") as NdArray;
  expect(there.data.findIndex((value, i) => value !== ((i * 7) % 251) + 0.5)).toBe(-1);
  const mask = await runtime.to(await runtime.run("webgpu:greater", image, { value: 100 }), "ndarray") as NdArray;
  expect(mask.data.findIndex((value, i) => value !== Number((i * 7) % 251 > 100))).toBe(-1);
});

test("other kernels say which array is too large for a binding", async (context) => {
  const runtime = await openRuntime(context, { bindingLimit });
  await expect(runtime.run("webgpu:gaussian", NdArray.zeros([200, 200], "float32"), { sigma: 1 })).rejects.toMatchObject({ code: "DEVICE_LACKS", message: expect.stringContaining("binding of 160000 bytes") as string });
  const blurred = await runtime.run("webgpu:gaussian", NdArray.zeros([100, 100], "float32"), { sigma: 1 });
  expect(runtime.spec(blurred).memoryType).toBe("webgpu");
});

test("what is bound whole needs bindings of its size, and what is taken in pieces none", () => {
  const image = { dtype: "float32", shape: [20_000, 20_000], memoryType: "webgpu", device: 0, bytes: 1_600_000_000 } as const;
  const needsOf = (name: string) => webgpu().kernels?.find((kernel) => kernel.function === name)?.needs?.({ image }, {});
  expect(needsOf("gaussian")).toEqual(["bindings of 2048 MiB"]);
  expect(needsOf("add")).toEqual([]);
});
