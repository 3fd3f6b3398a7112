import { NdArray, type Allocator } from "@openhcs/core";
import { Isolation } from "@openhcs/isolation";
import { afterAll, describe, expect, test } from "vitest";
import { Listener, sourceOf } from "./guest.js";
import { noNative, ways } from "./ways.js";

const source = sourceOf(`
async function smooth(image, sigma = 2) { return gaussian(image, { sigma }); }
async function smoothCopy(image) { const copy = image.map((x) => x + 1); return gaussian(copy); }
async function smoothWritten(image) { image.data[0] = 42; return gaussian(image); }
async function chain(image) { const once = await gaussian(image); once.data[0] = 7; const twice = await median(once); return [once, twice]; }
async function both(image) { return Promise.all([gaussian(image), median(image)]); }
async function byKey(image) { return run("openhcs:other", image, { a: [1, 2] }); }
async function survive(image) { try { await gaussian(image); } catch (error) { return [error.name, error.message, error.code]; } }
async function ignore(image) { gaussian(image); return 1; }
async function next() { return 2; }
const tagged = ndarray(function tagged(image) { return image; });
const optioned = ndarray({ contract: "pure2d" })(function optioned(image) { return image; });
const device = opencl((image) => image);
function tags() { return [tagged.inputMemoryType, optioned.contract, device.executionMemoryType]; }
`);

/** A library that adds one, in the memory that it is given. */
class Library {
  readonly seen: { key: string; args: readonly unknown[] }[] = [];
  readonly run = async (key: string, args: readonly unknown[], allocator: Allocator): Promise<unknown> => {
    const image = args[0] as NdArray;
    this.seen.push({ key, args: [{ shape: image.shape, first: image.data[0] }, ...args.slice(1)] });
    const buffer = allocator.allocate(image.bytes);
    const data = buffer === undefined ? new Float32Array(image.size) : new Float32Array(buffer);
    for (let i = 0; i < data.length; i++) data[i] = Number(image.data[i]) + 1;
    return new NdArray({ data, shape: image.shape });
  };
}

describe.each(ways)("library calls, $name", ({ options }) => {
  const isolation = new Isolation(options);
  const call = (name: string, args: readonly unknown[], host: Listener): Promise<unknown> => isolation.call(source, name, args, host);
  afterAll(() => isolation[Symbol.asyncDispose]());

  describe.each([[[4, 4]], [[200, 200]]])("with arrays of %j", (shape) => {
    const image = (): NdArray => isolation.share(NdArray.full(shape, 3));

    test("a function that is imported runs in the host, and its result is the code's", async () => {
      const library = new Library();
      const result = await call("smooth", [image(), 5], new Listener(library)) as NdArray;
      expect([result.shape, result.data[0], result.sum()]).toEqual([shape, 4, 4 * result.size]);
      expect(library.seen).toEqual([{ key: "gaussian", args: [{ shape, first: 3 }, { sigma: 5 }] }]);
    });

    test("it gets arrays that the code made, and inputs that the code changed, as they are", async () => {
      const library = new Library();
      expect((await call("smoothCopy", [image()], new Listener(library)) as NdArray).data[0]).toBe(5);
      const array = image();
      expect((await call("smoothWritten", [array], new Listener(library)) as NdArray).data[0]).toBe(43);
      expect(array.data[0]).toBe(3);
    });

    test("the code may write to what the library gave, and both may be returned", async () => {
      const [once, twice] = await call("chain", [image()], new Listener(new Library())) as [NdArray, NdArray];
      expect([once.data[0], once.data[1], twice.data[0], twice.data[1]]).toEqual([7, 4, 8, 5]);
    });

    test("several calls at a time are answered each", async () => {
      const library = new Library();
      const [a, b] = await call("both", [image()], new Listener(library)) as [NdArray, NdArray];
      expect([a.data[0], b.data[0], library.seen.map(({ key }) => key)]).toEqual([4, 4, ["gaussian", "median"]]);
    });

    test("any key may be run", async () => {
      const library = new Library();
      await call("byKey", [image()], new Listener(library));
      expect(library.seen).toEqual([{ key: "openhcs:other", args: [{ shape, first: 3 }, { a: [1, 2] }] }]);
    });
  });

  test("what fails in the host can be caught", async () => {
    class Odd extends Error { override name = "Odd"; readonly code = "ODD"; }
    expect(await call("survive", [1], new Listener({ run: () => Promise.reject(new Odd("odd")) }))).toEqual(["Odd", "odd", "ODD"]);
  });

  test("a result that cannot cross fails the library call, not the host", async () => {
    expect(await call("survive", [1], new Listener({ run: () => Promise.resolve(() => 1) }))).toEqual(["GuestValueError", expect.stringContaining('the result of "gaussian"'), "GUEST_VALUE"]);
  });

  test("an answer that comes after the end of its call disturbs nobody", async () => {
    let answer: (value: unknown) => void = () => {};
    const host = new Listener({ run: () => new Promise((resolve) => { answer = resolve; setTimeout(() => resolve(5), 20); }) });
    expect(await call("ignore", [1], host)).toBe(1);
    answer(6);
    expect(await call("next", [], host)).toBe(2);
  });

  test("a call that is made while the arguments of another are read, which then cannot cross, is answered", async () => {
    const nested = sourceOf(`
async function f() {
  let inner;
  const outer = run("outer", { get a() { inner ??= run("inner", 1).then((x) => "inner " + x, (error) => error.name); return () => 1; } }).catch((error) => error.name);
  return [await outer, await inner];
}`);
    const host = new Listener({ run: (_, [value]) => Promise.resolve(value), limits: { timeoutMs: 10_000 } });
    expect(await isolation.call(nested, "f", [], host)).toEqual(["GuestValueError", "inner 1"]);
  });

  test("decorators are tags, also of memory types that nobody knows", async () => {
    expect(await call("tags", [], new Listener())).toEqual(["ndarray", "pure2d", "opencl"]);
  });
});

describe.skipIf(noNative !== undefined)(`nothing is copied${noNative === undefined ? "" : ` (${noNative})`}`, () => {
  const isolation = new Isolation();
  afterAll(() => isolation[Symbol.asyncDispose]());

  test("a call that gives its input to the library makes one segment, for the library's result, which is what it returns", async () => {
    const image = isolation.share(NdArray.full([256, 256], 3));
    const buffers: ArrayBufferLike[] = [];
    const library = new Library();
    const host = new Listener({ run: async (key, args, allocator) => {
      buffers.push((args[0] as NdArray).data.buffer);
      const result = await library.run(key, args, allocator) as NdArray;
      buffers.push(result.data.buffer);
      return result;
    } });
    const { segments } = isolation.memory();
    const result = await isolation.call(source, "smooth", [image], host) as NdArray;
    expect(buffers[0]).toBe(image.data.buffer);
    expect(buffers[1]).toBe(result.data.buffer);
    expect(isolation.memory().segments).toBe(segments + 1);
  });

  test("what the code makes and gives to the library lies where the host reads it", async () => {
    const image = isolation.share(NdArray.full([256, 256], 3));
    const before = isolation.memory().segments;
    const result = await isolation.call(source, "smoothCopy", [image], new Listener(new Library())) as NdArray;
    expect(result.data[0]).toBe(5);
    // One that the code made, one that the library made, of which earlier calls may have left some.
    expect(isolation.memory().segments - before).toBeLessThanOrEqual(2);
  });

  test("sharing what lies in a segment already is another handle", () => {
    const array = isolation.zeros([256, 256]);
    expect(isolation.share(array).data).toBe(array.data);
  });
});
