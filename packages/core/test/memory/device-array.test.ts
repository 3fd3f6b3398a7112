import { DeviceArray, deviceMemory, Storage } from "@openhcs/core";
import { describe, expect, it, vi } from "vitest";

const disposed = expect.objectContaining({ code: "DISPOSED" });
const tape = deviceMemory<number[]>({ name: "tape", dtypes: ["uint8"], template: "// starter" });

describe("a device array", () => {
  it("is a handle on a counted buffer", () => {
    const free = vi.fn<(buffer: number[]) => void>();
    const array = tape.wrap([1, 2, 3, 4, 5, 6], { dtype: "int16", shape: [2, 3], device: 1 }, free);
    expect(array).toMatchObject({ memoryType: "tape", device: 1, dtype: "int16", shape: [2, 3], bytes: 12, buffer: [1, 2, 3, 4, 5, 6] });
    const other = array.retain();
    array.dispose();
    array[Symbol.dispose]();
    expect(free).not.toHaveBeenCalled();
    expect(other.buffer).toHaveLength(6);
    other.dispose();
    expect(free).toHaveBeenCalledExactlyOnceWith([1, 2, 3, 4, 5, 6]);
  });

  it("cannot be used once it is disposed of, and says what it was", () => {
    const array = tape.wrap([], { dtype: "bool", shape: [0] }, () => {});
    array.dispose();
    for (const use of [() => array.buffer, () => array.storage, () => array.retain()]) expect(use).toThrow(disposed);
    expect(() => array.buffer).toThrow("tape:0 array(bool, [0]) was disposed of");
    expect((array as unknown as Record<symbol, () => string>)[Symbol.for("nodejs.util.inspect.custom")]?.()).toBe("tape:0 array(bool, [0])");
  });

  it("in another shape is another handle on the same buffer", () => {
    const free = vi.fn<() => void>();
    const array = tape.wrap([1, 2, 3, 4], { dtype: "uint8", shape: [2, 2], device: 1 }, free);
    const stack = array.reshape([1, 2, 2]);
    expect(stack).toMatchObject({ memoryType: "tape", device: 1, dtype: "uint8", shape: [1, 2, 2], bytes: 4 });
    for (const shape of [[3], [-2, -2], [2.5]]) expect(() => array.reshape(shape)).toThrow(expect.objectContaining({ code: "INVALID_ARRAY" }));
    array.dispose();
    expect([stack.buffer, free.mock.calls.length]).toEqual([[1, 2, 3, 4], 0]);
    stack.dispose();
    expect(free).toHaveBeenCalledOnce();
  });

  it("keeps a shape of its own", () => {
    const shape = [2];
    const array = tape.wrap([1, 2], { dtype: "uint8", shape }, () => {});
    shape[0] = 9;
    expect(array.shape).toEqual([2]);
  });
});

describe("a memory type of device arrays", () => {
  it("knows its own from those of others", () => {
    const own = tape.wrap([1], { dtype: "uint8", shape: [] }, () => {});
    const foreign = new DeviceArray({ memoryType: "drum", dtype: "uint8", shape: [] }, new Storage([1], 1));
    expect([own, foreign, {}, null, undefined, "tape"].map((value) => tape.is(value))).toEqual([true, false, false, false, false, false]);
    expect(tape.spec(own)).toEqual({ dtype: "uint8", shape: [], memoryType: "tape", device: 0, bytes: 1 });
  });

  it("retains, disposes and tells when the buffer is freed", () => {
    const free = vi.fn<(buffer: number[]) => void>();
    const told = vi.fn<() => void>();
    const array = tape.wrap([1], { dtype: "uint8", shape: [1] }, free);
    tape.onFree?.(array, told);
    const other = tape.retain(array);
    tape.dispose(array);
    expect(told).not.toHaveBeenCalled();
    tape.dispose(other);
    expect([free, told].map(({ mock }) => mock.calls.length)).toEqual([1, 1]);
  });

  it("carries what it was declared with, frozen", () => {
    expect(tape).toMatchObject({ name: "tape", dtypes: ["uint8"], template: "// starter" });
    expect(Object.isFrozen(tape)).toBe(true);
  });
});
