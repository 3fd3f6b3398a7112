import { createRuntime, defineFunction, ndarrayType, stackSlices, type NdArray, type ProcessingContract } from "@openhcs/core";
import { expect, test } from "vitest";
import { Heap, type HeapArray } from "../backend/heap.js";
import { ascending } from "./sample-functions.js";

const double = (contract: ProcessingContract) => defineFunction({
  name: "double", documentation: "Twice the values.", inputs: { image: { type: "array" } }, parameters: {}, outputs: { image: { type: "array", result: "image" } }, contract,
  reference: ({ image }) => image.multiply(2),
});

/** A device that cuts and stacks on its own; `seen` tells what its kernels were called with. */
function planar(compute: (image: NdArray) => NdArray = (image) => image.multiply(2)) {
  const seen: (readonly number[])[] = [];
  const heap: Heap = new Heap("toy", {
    plane: (array, at) => heap.store(ndarrayType.plane?.(heap.load(array), at) as NdArray, array.device),
    stack: (arrays) => heap.store(stackSlices(arrays.map((array) => heap.load(array)))),
  });
  const kernel = heap.kernel("double", ({ image }) => { seen.push((image as NdArray).shape); return compute(image as NdArray); });
  return { heap, seen, backend: heap.backend({ kernels: [kernel] }) };
}

test("a kernel is called with planes that never leave its device", async () => {
  const { heap, seen, backend } = planar();
  await using runtime = await createRuntime({ backends: [backend], functions: [double("pure2d")] });
  const { value, record } = await runtime.call("toy:double", ascending([3, 2, 2]));
  expect(heap.log).toEqual(["open", "upload", "kernel", "kernel", "kernel"]);
  expect([seen, record.planes, heap.live]).toEqual([[[2, 2], [2, 2], [2, 2]], 3, 1]);
  expect(heap.load(value as HeapArray).toNested()).toEqual([[[0, 2], [4, 6]], [[8, 10], [12, 14]], [[16, 18], [20, 22]]]);
  runtime.dispose(value);
  expect([heap.live, runtime.memory()]).toEqual([0, [{ memoryType: "toy", device: 0, arrays: 0, bytes: 0 }]]);
});

test("leading axes beyond the planes come back on a device too", async () => {
  const { heap, seen, backend } = planar();
  await using runtime = await createRuntime({ backends: [backend], functions: [double("pure2d")] });
  const result = await runtime.run("toy:double", ascending([2, 3, 2, 2])) as HeapArray;
  expect([result.shape, seen.length]).toEqual([[2, 3, 2, 2], 6]);
  expect(heap.load(result).get(1, 2, 1, 1)).toBe(46);
  runtime.dispose(result);
  expect(heap.live).toBe(0);
});

test("what fails in the middle leaves no plane on the device", async () => {
  const { heap, seen, backend } = planar((image) => { if (image.max() > 10) throw new Error("too bright"); return image.multiply(2); });
  await using runtime = await createRuntime({ backends: [backend], functions: [double("pure2d")] });
  await expect(runtime.run("toy:double", ascending([4, 2, 2]))).rejects.toMatchObject({ code: "BACKEND_FAILED" });
  expect([seen.length, heap.live]).toEqual([3, 0]);
});

test("a memory type that cannot cut or stack is refused by what it lacks", async () => {
  const heap = new Heap("toy", { plane: (array) => array });
  await using runtime = await createRuntime({ backends: [heap.backend({ kernels: [heap.kernel("double", ({ image }) => image as NdArray)] })], functions: [double("pure2d")] });
  await expect(runtime.run("toy:double", ascending([3, 2, 2]))).rejects.toMatchObject({
    code: "NO_KERNEL", message: expect.stringContaining('toy:double: calls plane by plane need "stack" of the memory type toy'),
  });
});

test("a plane that a kernel gives for a stack is a stack of one on the device", async () => {
  const { heap, backend } = planar((image) => image.slice(0).copy());
  await using runtime = await createRuntime({ backends: [backend], functions: [double("volumetricToSlice")] });
  const result = await runtime.run("toy:double", ascending([2, 2, 2])) as HeapArray;
  expect([result.memoryType, result.shape, heap.load(result).size, heap.live]).toEqual(["toy", [1, 2, 2], 4, 1]);
  runtime.dispose(result);
  expect(heap.live).toBe(0);
});
