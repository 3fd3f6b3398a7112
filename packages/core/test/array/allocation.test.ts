import { allocate, allocateWith, createRuntime, defineFunction, lend, NdArray, type Allocator } from "@openhcs/core";
import { expect, test } from "vitest";

/** Makes everything of at least 16 bytes, and remembers what. */
class Shelf implements Allocator {
  readonly made: ArrayBuffer[] = [];
  released = 0;

  allocate(bytes: number): ArrayBuffer | undefined {
    if (bytes < 16) return undefined;
    const buffer = new ArrayBuffer(bytes);
    lend(buffer, () => { this.released++; });
    this.made.push(buffer);
    return buffer;
  }
}

const twice = defineFunction({
  name: "twice", documentation: "Doubles.", inputs: { image: { type: "array" } }, parameters: {}, outputs: { image: { type: "array", result: "image" } },
  reference: ({ image }) => image.multiply(2),
});

test("an allocator makes the elements of every array that the work makes, and of none after it", () => {
  const shelf = new Shelf();
  const [zeros, sum] = allocateWith(shelf, () => [NdArray.zeros([4]), NdArray.from([1, 2, 3, 4], "float32").add(1)] as const);
  expect(shelf.made).toContain(zeros.data.buffer);
  expect(shelf.made).toContain(sum.data.buffer);
  expect(shelf.made).not.toContain(NdArray.zeros([4]).data.buffer);
});

test("the heap makes what an allocator declines", () => {
  const shelf = new Shelf();
  expect(allocateWith(shelf, () => allocate("float32", 3)).byteLength).toBe(12);
  expect(shelf.made).toEqual([]);
});

test("the allocator outside of work that throws is the one before", () => {
  const [outer, inner] = [new Shelf(), new Shelf()];
  allocateWith(outer, () => {
    expect(() => allocateWith(inner, () => { throw new Error("no"); })).toThrow("no");
    NdArray.zeros([4]);
  });
  expect([outer.made.length, inner.made.length]).toEqual([1, 0]);
});

test("a lent buffer is given back once, with the last handle on the last array in it", () => {
  const shelf = new Shelf();
  const array = allocateWith(shelf, () => NdArray.zeros([4]));
  const view = array.slice([1, 3]);
  const another = new NdArray({ data: array.data.subarray(2), shape: [2] });
  array.dispose();
  view.dispose();
  expect(shelf.released).toBe(0);
  another.dispose();
  another.dispose();
  expect(shelf.released).toBe(1);
});

test("who lent a buffer is told that it was disposed of, so that no array is left in it", () => {
  const buffer = new ArrayBuffer(8);
  const told: boolean[] = [];
  lend(buffer, (dropped) => told.push(dropped));
  new NdArray({ data: new Float32Array(buffer), shape: [2] }).dispose();
  expect(told).toEqual([false]);
});

test("a call's allocator makes its result, also where the dtype rule converts it", async () => {
  await using runtime = await createRuntime({ functions: [twice] });
  const shelf = new Shelf();
  const floats = await runtime.run("twice", NdArray.from([1, 2, 3, 4], "float32"), {}, { allocator: shelf }) as NdArray;
  expect(shelf.made).toContain(floats.data.buffer);
  const bytes = await runtime.run("twice", NdArray.zeros([16], "uint8"), {}, { allocator: shelf }) as NdArray;
  expect([bytes.dtype, shelf.made.includes(bytes.data.buffer as ArrayBuffer)]).toEqual(["uint8", true]);
});

test("an allocator without its method is refused", async () => {
  await using runtime = await createRuntime({ functions: [twice] });
  await expect(runtime.run("twice", NdArray.zeros([1]), {}, { allocator: {} as Allocator })).rejects.toMatchObject({ code: "INVALID_OPTION", option: "allocator" });
});
