import { createRuntime, deviceMemory, NdArray, type DeviceArray, type Transfer, type TransferContext } from "@openhcs/core";
import { expect, test } from "vitest";
import { Heap, type HeapArray } from "../backend/heap.js";

type Unified = DeviceArray<Uint8Array>;

const cost = { latencyUs: 1, gbPerSec: 100 };
const memory = deviceMemory<Uint8Array>({ name: "unified" });

/** A device in the host's memory: it shares what begins where its alignment says, unless it is asked for a copy. */
function unified(seen: boolean[] = []) {
  const upload: Transfer<unknown, NdArray, Unified> = {
    from: "ndarray", to: "unified", cost, copies: "onRequest",
    run(array, { fresh }: TransferContext) {
      seen.push(fresh);
      const elements = array.data as Uint8Array;
      if (fresh || elements.byteOffset % 8 !== 0) return memory.wrap(elements.slice(), array, () => {});
      const kept = array.retain();
      const shared = memory.wrap(elements, array, () => {});
      shared.storage.borrow(() => kept.dispose());
      return shared;
    },
  };
  const download: Transfer<unknown, Unified, NdArray> = {
    from: "unified", to: "ndarray", cost, copies: "onRequest",
    run(array, { fresh }) {
      seen.push(fresh);
      if (fresh) return new NdArray({ data: array.buffer.slice(), shape: array.shape });
      const kept = array.retain();
      const view = new NdArray({ data: array.buffer, shape: array.shape });
      view.storage.borrow(() => kept.dispose());
      return view;
    },
  };
  return new Heap("shared").backend({ name: "unified", memoryTypes: [memory], transfers: [upload, download] });
}

const bytesHeld = (report: readonly { readonly memoryType: string; readonly bytes: number }[]) => Object.fromEntries(report.map(({ memoryType, bytes }) => [memoryType, bytes]));

test("a transfer that copies on request shares where it can, and what is shared is not counted as memory", async () => {
  await using runtime = await createRuntime({ backends: [unified()] });
  const image = NdArray.from([1, 2, 3], "uint8");
  const there = await runtime.to(image, "unified") as Unified;
  const back = await runtime.to(there, "ndarray");
  expect([there.buffer === image.data, back.data === image.data, runtime.memory()]).toEqual([true, true, []]);
  runtime.dispose(there);
  expect(back.toNested()).toEqual([1, 2, 3]);
});

test("a transfer that could not share is counted as the memory that it took", async () => {
  await using runtime = await createRuntime({ backends: [unified()] });
  const odd = NdArray.from([0, 1, 2, 3], "uint8").slice([1, 4]);
  const there = await runtime.to(odd, "unified") as Unified;
  expect([[...there.buffer], bytesHeld(runtime.memory())]).toEqual([[1, 2, 3], { unified: 3 }]);
  runtime.dispose(there);
  expect(bytesHeld(runtime.memory())).toEqual({ unified: 0 });
});

test("a copy that is asked for is made by the transfer itself, once", async () => {
  const seen: boolean[] = [];
  await using runtime = await createRuntime({ backends: [unified(seen)] });
  const image = NdArray.from([1, 2, 3], "uint8");
  const there = await runtime.to(image, "unified", { copy: true }) as Unified;
  const back = await runtime.to(there, "ndarray", { copy: true });
  expect([there.buffer === image.data, back.data === there.buffer, seen]).toEqual([false, false, [true, true]]);
  expect(bytesHeld(runtime.memory())).toEqual({ unified: 3, ndarray: 3 });
});

test("a route that copies anyway asks no hop for a copy", async () => {
  const seen: boolean[] = [];
  const heap = new Heap("heap");
  await using runtime = await createRuntime({ backends: [unified(seen), heap.backend()] });
  const there = await runtime.to(NdArray.from([1, 2, 3], "uint8"), "heap") as HeapArray;
  const moved = await runtime.to(there, "unified", { copy: true, allowHostRoundtrip: true }) as Unified;
  expect([[...moved.buffer], seen]).toEqual([[1, 2, 3], [false]]);
  expect(bytesHeld(runtime.memory())["unified"] ?? 0).toBe(0);
});
