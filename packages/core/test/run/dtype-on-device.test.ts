import { convertDtype, createRuntime, NdArray, OutOfMemoryError, type Dtype, type ScalingPolicy } from "@openhcs/core";
import { expect, test } from "vitest";
import { Heap, type HeapArray, type HeapOptions } from "../backend/heap.js";
import { library, type Composed } from "./sample-functions.js";

const bytes = NdArray.from([[10, 20, 200]], "uint8");

/** A device whose kernel gives float32, and that converts it itself. */
function converting(options: Partial<HeapOptions> = {}) {
  const heap: Heap = new Heap("toy", {
    converts: (from, to, scaling) => from === "float32" && to === "uint8" && scaling !== "minmax",
    convert: (array, dtype, scaling) => { heap.log.push("convert"); return heap.store(convertDtype(heap.load(array), dtype, scaling), array.device); },
    ...options,
  });
  return { heap, backend: heap.backend({ kernels: [heap.kernel("scale", ({ image }, { factor }) => (image as NdArray).cast("float32").multiply(factor as number))] }) };
}

test("a result is converted where it lies if its memory type can, which the record says as it does of the host", async () => {
  const { heap, backend } = converting();
  await using runtime = await createRuntime({ backends: [backend], functions: library });
  const { value, record } = await runtime.call("toy:scale", bytes, { factor: 2 });
  expect([(value as HeapArray).dtype, heap.load(value as HeapArray).toNested()]).toEqual(["uint8", [[20, 40, 255]]]);
  expect([heap.log, record.conversion]).toEqual([["open", "upload", "kernel", "convert"], { from: "float32", to: "uint8", scaling: "saturate" }]);
  expect(runtime.memory().filter(({ memoryType }) => memoryType === "toy")).toEqual([{ memoryType: "toy", device: 0, arrays: 1, bytes: 3 }]);
  runtime.dispose(value);
  expect([heap.live, runtime.memory().every(({ arrays, bytes: held }) => arrays === 0 && held === 0)]).toEqual([0, true]);
});

test("a chain of steps that widen stays on a device that converts", async () => {
  const { heap, backend } = converting();
  await using runtime = await createRuntime({ backends: [backend], functions: library });
  const pattern: Composed = [["toy:scale", { factor: 2 }], ["toy:scale", { factor: 0.5 }], ["toy:scale", { factor: 3 }]];
  const result = await runtime.run(pattern, bytes) as HeapArray;
  expect([heap.log.filter((event) => event !== "kernel"), heap.load(result).dtype]).toEqual([["open", "upload", "convert", "convert", "convert"], "uint8"]);
  runtime.dispose(result);
  expect(heap.live).toBe(0);
});

test.each<[string, Partial<HeapOptions>, ScalingPolicy, Dtype]>([
  ["that it does not make", {}, "minmax", "uint8"],
  ["of which it cannot say", { converts: () => { throw new Error("no idea"); } }, "saturate", "uint8"],
  ["without saying that it makes it", { converts: undefined as never }, "saturate", "uint8"],
  ["whose result it cannot hold", { dtypes: ["uint8", "float32"], converts: () => true }, "saturate", "float64"],
])("a conversion %s is made on the host", async (_, options, scaling, dtypeConversion) => {
  const { heap, backend } = converting(options);
  await using runtime = await createRuntime({ backends: [backend], functions: library });
  const result = await runtime.run("toy:scale", bytes, { factor: 2 }, { scaling, dtypeConversion: dtypeConversion as "uint8" });
  expect([runtime.spec(result).dtype, heap.count("convert"), heap.count("download")]).toEqual([dtypeConversion, 0, 1]);
});

test.each<[string, NonNullable<HeapOptions["convert"]>, string]>([
  ["throws", () => { throw new Error("lost"); }, "toy failed in conversion from float32 to uint8: lost"],
  ["rejects", () => Promise.reject(new Error("late")), "toy failed in conversion from float32 to uint8: late"],
  ["gives back what it took", (array) => array, "toy failed in conversion from float32 to uint8: it gave float32"],
  ["gives no array", () => NdArray.zeros([1], "uint8") as never, "toy failed in conversion from float32 to uint8: it gave no array of toy"],
])("a conversion that %s is a failure of the backend and leaves nothing", async (_, convert, message) => {
  const { heap, backend } = converting({ convert });
  await using runtime = await createRuntime({ backends: [backend], functions: library });
  await expect(runtime.run("toy:scale", bytes, { factor: 2 })).rejects.toMatchObject({ code: "BACKEND_FAILED", backend: "toy", phase: "conversion", message });
  expect([heap.live, runtime.memory().every(({ arrays }) => arrays === 0)]).toEqual([0, true]);
});

test("a conversion that runs out of memory is tried again with pooled memory freed", async () => {
  let times = 0;
  const { heap, backend } = converting({
    convert: (array, dtype) => {
      if (times++ === 0) throw new OutOfMemoryError("toy");
      return heap.store(convertDtype(heap.load(array), dtype, "saturate"));
    },
  });
  await using runtime = await createRuntime({ backends: [backend], functions: library });
  const { value, record } = await runtime.call("toy:scale", bytes, { factor: 2 });
  runtime.dispose(value);
  expect([record.attempts, heap.count("trim"), heap.live]).toEqual([2, 1, 0]);
});
