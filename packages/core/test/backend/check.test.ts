import { createRuntime, type Backend, type BackendSpec, type Kernel } from "@openhcs/core";
import { expect, test, vi } from "vitest";
import { Heap } from "./heap.js";

const heap = new Heap("toy");
const probe = vi.fn<() => true>(() => true);
const sound = heap.backend({ probe, kernels: [heap.kernel("scale", () => { throw new Error("is never run"); })] });
const [kernel] = sound.kernels as [Kernel];
const [upload] = sound.transfers as [NonNullable<BackendSpec["transfers"]>[number]];
const costing = (cost: unknown) => ({ ...sound, kernels: [kernel, { ...kernel, cost }] });

test.each<[string, unknown, string | RegExp]>([
  ["nothing", undefined, "backend: must be an object, received undefined."],
  ["no name", { ...sound, name: undefined }, /^backend: "name" must be a letter, then letters, digits, .*, received undefined\.$/],
  ["a name that keys cannot have", { ...sound, name: "my gpu" }, /^my gpu: "name" must be a letter/],
  ["a reserved name", { ...sound, name: "reference" }, /^reference: "name" must be none of reference, host, openhcs, template/],
  ["no probe", { ...sound, probe: undefined }, 'toy: "probe" must be a function, received undefined.'],
  ["no open", { ...sound, open: undefined }, 'toy: "open" must be a function, received undefined.'],
  ["a trim that is no function", { ...sound, trim: true }, 'toy: "trim" must be a function, received true.'],
  ["kernels that are no list", { ...sound, kernels: { scale: kernel } }, /^toy: "kernels" must be a list, received /],
  ["a kernel without cost", costing(undefined), 'toy: "kernels[1].cost" must be an object, received undefined.'],
  ["half a cost", costing({ latencyUs: 1e9 }), 'toy: "kernels[1].cost.gbPerSec" must be a number in (0, ∞], received undefined.'],
  ["a speed of nothing", costing({ latencyUs: 1, gbPerSec: 0 }), 'toy: "kernels[1].cost.gbPerSec" must be a number in (0, ∞], received 0.'],
  ["a latency below zero", costing({ latencyUs: -1, gbPerSec: 1 }), 'toy: "kernels[1].cost.latencyUs" must be a number in [0, ∞), received -1.'],
  ["a latency without end", costing({ latencyUs: Infinity, gbPerSec: 1 }), 'toy: "kernels[1].cost.latencyUs" must be a number in [0, ∞), received Infinity.'],
  ["needs that are a list", { ...sound, kernels: [{ ...kernel, needs: ["fp64"] }] }, /^toy: "kernels\[0\]\.needs" must be a function, received /],
  ["a transfer without run", { ...sound, transfers: [{ ...upload, run: undefined }] }, 'toy: "transfers[0].run" must be a function, received undefined.'],
  ["a transfer that does not say whether it copies", { ...sound, transfers: [{ ...upload, copies: "sometimes" }] }, 'toy: "transfers[0].copies" must be true, false or "onRequest", received "sometimes".'],
  ["a fuse that is no function", { ...sound, fuse: true }, 'toy: "fuse" must be a function, received true.'],
  ["raw kernels that are no function", { ...sound, rawKernel: "C" }, 'toy: "rawKernel" must be a function, received "C".'],
  ["a conversion that is no function", { ...sound, memoryTypes: [{ ...heap.memory, convert: "yes" }] }, 'toy: "memoryTypes[0].convert" must be a function, received "yes".'],
  ["a dtype that does not exist", { ...sound, transfers: [{ ...upload, dtypes: ["uint8", "int4"] }] }, 'toy: "transfers[0].dtypes[1]" must be a dtype, received "int4".'],
  ["a memory type without spec", { ...sound, memoryTypes: [{ ...heap.memory, spec: undefined }] }, 'toy: "memoryTypes[0].spec" must be a function, received undefined.'],
  ["a device that is no index", { ...sound, devices: [0, -1] }, 'toy: "devices[1]" must be an integer in [0, ∞), received -1.'],
])("a backend with %s is refused before it is probed", async (_, backend, message) => {
  probe.mockClear();
  await expect(createRuntime({ backends: [backend as Backend] })).rejects.toMatchObject({ code: "INVALID_BACKEND", message: typeof message === "string" ? message : expect.stringMatching(message) });
  expect(probe).not.toHaveBeenCalled();
});

test("a backend that keeps the contract is taken as it is", async () => {
  await using runtime = await createRuntime({ backends: [{ ...sound, kernels: [{ ...kernel, cost: { latencyUs: 0, gbPerSec: Infinity }, dtypes: ["float32"] }] }] });
  expect(runtime.backends.has("toy")).toBe(true);
});

test("a backend that comes later is held to the same rules", async () => {
  probe.mockClear();
  await using runtime = await createRuntime();
  await expect(runtime.addBackend(costing({ latencyUs: 1 }) as Backend)).rejects.toMatchObject({ code: "INVALID_BACKEND", backend: "toy", member: "kernels[1].cost.gbPerSec" });
  expect([probe.mock.calls.length, runtime.unavailable]).toEqual([0, []]);
});
