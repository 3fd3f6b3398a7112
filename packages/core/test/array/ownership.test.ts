import { execFileSync, spawnSync } from "node:child_process";
import { NdArray, stack, Storage, unstackSlices } from "@openhcs/core";
import { describe, expect, it } from "vitest";

const disposed = expect.objectContaining({ code: "DISPOSED" });

describe("handles on one storage", () => {
  it("free the elements with the last of them, in any order, once", () => {
    const freed: string[] = [];
    const array = NdArray.zeros([2, 2]);
    array.storage.onFree(() => freed.push("elements"));
    const view = array.slice(0);
    const other = array.retain();
    expect(array.storage.handles).toBe(3);
    array.dispose();
    array.dispose();
    view.dispose();
    expect(freed).toEqual([]);
    expect(other.get(0, 0)).toBe(0);
    other.dispose();
    expect(freed).toEqual(["elements"]);
  });

  it("end with the scope that uses them", () => {
    const array = NdArray.zeros([1]);
    array[Symbol.dispose]();
    expect(array.isDisposed).toBe(true);
  });

  it("are counted by every view and by none that was refused", () => {
    const array = NdArray.zeros([1, 2, 3]);
    const views = [array.slice(0), array.transpose(), array.squeeze(), array.expandDims(), array.broadcastTo([4, 2, 3]), array.reshape([6]), array.retain()];
    expect(array.storage.handles).toBe(1 + views.length);
    for (const refusedView of [() => array.broadcastTo([1, 1, 1, 1, 1, 1, 1, 2, 3]), () => array.squeeze(1), () => array.slice(5), () => array.reshape([5])]) expect(refusedView).toThrow(expect.objectContaining({ code: "INVALID_ARRAY" }));
    for (const view of views) view.dispose();
    expect(array.storage.handles).toBe(1);
  });

  const operations: Readonly<Record<string, (array: NdArray) => unknown>> = {
    toNested: (array) => array.toNested(),
    "arithmetic that broadcasts": (array) => array.add(NdArray.zeros([4, 1, 1])),
    "a comparison that broadcasts": (array) => array.less(NdArray.zeros([4, 1, 1])),
    "a sum along an axis": (array) => array.sum(0),
    "a mean along an axis": (array) => array.mean(1),
    map: (array) => array.map((value) => value),
    cast: (array) => array.cast("uint8"),
    copy: (array) => array.copy(),
  };

  it.each(Object.keys(operations))("are not left behind by %s", (name) => {
    const array = NdArray.zeros([2, 3]);
    operations[name]?.(array);
    expect(array.storage.handles).toBe(1);
  });

  it("are not left behind by stacking, unstacking and reshaping", () => {
    const volume = NdArray.zeros([2, 2, 3]);
    const planes = unstackSlices(volume);
    expect(volume.storage.handles).toBe(1);
    const rows = planes.map((plane) => plane.slice(null, [null, null, -1]));
    stack(rows);
    expect(planes.map(({ storage }) => storage.handles)).toEqual([2, 2]);
    expect(volume.transpose().reshape([12]).storage.handles).toBe(1);
  });
});

describe("a disposed handle", () => {
  const operations: Readonly<Record<string, (array: NdArray) => unknown>> = {
    data: (array) => array.data, get: (array) => array.get(0, 0), set: (array) => array.set([0, 0], 1), slice: (array) => array.slice(0),
    transpose: (array) => array.transpose(), retain: (array) => array.retain(), packed: (array) => array.packed(), copy: (array) => array.copy(),
    cast: (array) => array.cast("uint8"), map: (array) => array.map((value) => value), add: (array) => array.add(1), less: (array) => array.less(1),
    "the right side of add": (array) => NdArray.zeros([2, 2]).add(array), sum: (array) => array.sum(), "sum along an axis": (array) => array.sum(0),
    toNested: (array) => array.toNested(), storage: (array) => array.storage, isShared: (array) => array.isShared, stack: (array) => stack([array]),
  };

  it.each(Object.keys(operations))("throws DISPOSED from %s", (name) => {
    const array = NdArray.zeros([2, 2]);
    const other = array.retain();
    array.dispose();
    expect(() => operations[name]?.(array)).toThrow(disposed);
    expect(other.sum()).toBe(0);
  });

  it("still says what it was", () => {
    const array = NdArray.zeros([2, 2]);
    array.dispose();
    expect([array.shape, array.dtype, array.bytes, String(array)]).toEqual([[2, 2], "float32", 16, "NdArray(float32, [2, 2])"]);
    expect(() => array.data).toThrow("NdArray(float32, [2, 2]) was disposed of and can no longer be used.");
  });
});

describe("a storage", () => {
  it("gives its elements to what frees them", () => {
    const freed: unknown[] = [];
    const storage = new Storage("a buffer", 8, (buffer) => freed.push(buffer));
    storage.retain().release();
    expect([storage.bytes, storage.elements, storage.handles, freed]).toEqual([8, "a buffer", 1, []]);
    storage.release();
    storage.release();
    expect(freed).toEqual(["a buffer"]);
    expect(() => storage.elements).toThrow(disposed);
    expect(() => storage.retain()).toThrow(disposed);
  });

  it("runs every action, even where one throws, and then says so", () => {
    const ran: string[] = [];
    const storage = new Storage("a buffer", 8);
    storage.onFree(() => { throw new Error("driver gone"); });
    storage.onFree(() => ran.push("second"));
    storage.onFree(() => { throw new Error("gone too"); });
    expect(() => storage.release()).toThrow("driver gone");
    expect(ran).toEqual(["second"]);
  });

  it("is freed by the garbage collector where nobody disposed of it", () => {
    const script = `
      import { NdArray } from ${JSON.stringify(import.meta.resolve("@openhcs/core"))};
      (() => NdArray.zeros([4]).storage.onFree(() => { console.log("freed"); process.exit(0); }))();
      for (let i = 0; i < 100; i++) { globalThis.gc(); await new Promise((resolve) => setTimeout(resolve, 10)); }
      console.log("kept");`;
    expect(execFileSync(process.execPath, ["--expose-gc", "--input-type=module", "-e", script], { encoding: "utf8" }).trim()).toBe("freed");
  });

  it("that the garbage collector cannot free says so, and the process lives on", () => {
    const script = `
      import { NdArray } from ${JSON.stringify(import.meta.resolve("@openhcs/core"))};
      let freed = false;
      (() => {
        const { storage } = NdArray.zeros([4]);
        storage.onFree(() => { throw new Error("driver gone"); });
        storage.onFree(() => { freed = true; });
      })();
      for (let i = 0; i < 100 && !freed; i++) { globalThis.gc(); await new Promise((resolve) => setTimeout(resolve, 10)); }
      console.log(freed ? "freed" : "kept");`;
    const { status, stdout, stderr } = spawnSync(process.execPath, ["--expose-gc", "--input-type=module", "-e", script], { encoding: "utf8" });
    expect([status, stdout.trim()]).toEqual([0, "freed"]);
    expect(stderr).toMatch(/freeing the elements of a dropped array failed Error: driver gone/);
  });
});
