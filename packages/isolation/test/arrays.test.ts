import { dtypes, isBigInteger, NdArray, type Dtype } from "@openhcs/core";
import { Isolation } from "@openhcs/isolation";
import { afterAll, describe, expect, test } from "vitest";
import { Listener, sourceOf } from "./guest.js";
import { noSegments, ways } from "./ways.js";

/** Small ones travel in messages, large ones in segments. */
const extents = [[2, 3, 4], [40, 60, 80]] as const;

function counted(shape: readonly number[], dtype: Dtype): NdArray {
  const array = NdArray.zeros(shape, dtype);
  for (let i = 0; i < array.data.length; i++) array.data[i] = (isBigInteger(dtype) ? BigInt(i % 101) : dtype === "bool" ? i % 2 : i % 101) as never;
  return array;
}

/** One source, so that one child serves all tests. */
const source = sourceOf(`
let kept;
function echo(array) { return array; }
function copyAndSee(array) { return [array.copy(), [array.dtype, array.shape, array.strides, array.get(1, 2, 3)]]; }
function viewsOfACopy(array) { const copy = array.copy(); return [copy.slice(1), copy.transpose().slice([null, null, -1])]; }
function overwrite(array) { array.data.fill(7); return array.sum(); }
function sum(array) { return array.sum(); }
function writeOne(array) { array.data[0] = 99; return array; }
function areEqual(a, b) { return a.equal(b).data.every((same) => same === 1); }
function makeAndDispose() {
  let worst = 0;
  for (let i = 0; i < 20; i++) { const a = NdArray.zeros([200, 200]); worst = Math.max(worst, a.sum()); a.data.fill(3); a.dispose(); }
  return worst;
}
function nearlyZeros() { const a = NdArray.zeros([200, 200]); a.data[7] = 1; return a; }
function keep(image) { const made = NdArray.zeros([200, 200]); kept = [image, image.data, made, made.data, made.data.buffer]; return made; }
function sumsOfKept() { return kept.map((part) => new Float32Array((part.data ?? part).buffer ?? part).reduce((sum, x) => sum + x, 0)); }
function overwriteKept() { for (const part of kept) new Float32Array((part.data ?? part).buffer ?? part).fill(1e9); }
function keepAndGoOn(image) {
  const made = NdArray.zeros([200, 200]), data = made.data;
  Promise.resolve().then(async () => { for (let i = 0; i < 1000; i++) { await null; data[i] = 1e9; image.data[i] = 1e9; } });
  return made;
}
function disposeOfKept() { const a = NdArray.zeros([200, 200]); kept[2].dispose(); const b = NdArray.zeros([200, 200]); a.data.fill(1); return [a, b]; }
function seen(image) { return [kept[1][7], image.data[7]]; }
`);

describe.each(ways)("arrays, $name", ({ options, hasSegments }) => {
  const isolation = new Isolation(options);
  const call = (name: string, ...args: readonly unknown[]): Promise<unknown> => isolation.call(source, name, args, new Listener());
  afterAll(() => isolation[Symbol.asyncDispose]());

  describe.each(extents)("of %d × %d × %d", (...shape) => {
    test.each(dtypes)("%s goes in and comes out", async (dtype) => {
      const array = counted(shape, dtype);
      const [copy, seen] = await call("copyAndSee", array) as [NdArray, unknown];
      expect(copy).toBeInstanceOf(NdArray);
      expect([copy.dtype, copy.shape, copy.data]).toEqual([dtype, shape, array.data]);
      expect(seen).toEqual([dtype, shape, array.strides, array.get(1, 2, 3)]);
    });

    test.each<[string, (array: NdArray) => NdArray]>([
      ["a slice", (array) => array.slice(1, [1, null])],
      ["a reversed view", (array) => array.slice([null, null, -1], null, [null, null, -2])],
      ["a transposed view", (array) => array.transpose()],
      ["a broadcast view", (array) => array.slice([0, 1]).broadcastTo([5, shape[1], shape[2]])],
      ["a view without elements", (array) => array.slice([0, 0])],
    ])("%s goes in as it is and comes out as it is", async (_, viewOf) => {
      const view = viewOf(isolation.share(counted(shape, "uint16")));
      const back = await call("echo", view) as NdArray;
      expect([back.shape, back.dtype, back.toNested()]).toEqual([view.shape, view.dtype, view.toNested()]);
    });

    test("a view of a result comes out as it is", async () => {
      const array = counted(shape, "float32");
      const [rows, columns] = await call("viewsOfACopy", array) as NdArray[];
      expect(rows?.toNested()).toEqual(array.slice(1).toNested());
      expect(columns?.toNested()).toEqual(array.transpose().slice([null, null, -1]).toNested());
    });

    test("what code writes to its input changes nothing outside", async () => {
      const array = isolation.share(counted(shape, "float32"));
      const sum = array.sum();
      expect(await call("overwrite", array)).toBe(7 * array.size);
      expect(array.sum()).toBe(sum);
      expect(await call("sum", array)).toBe(sum);
    });

    test("what code writes to its input counts where it returns it", async () => {
      const array = isolation.share(counted(shape, "float32"));
      const back = await call("writeOne", array) as NdArray;
      expect(back.get(0, 0, 0)).toBe(99);
      expect(array.get(0, 0, 0)).toBe(0);
    });

    test("an input that is returned is an array of its own", async () => {
      const array = isolation.share(counted(shape, "float32"));
      const back = await call("echo", array) as NdArray;
      back.data[0] = 55;
      expect(array.get(0, 0, 0)).toBe(0);
    });

    test("one array twice is the same elements twice", async () => {
      const array = isolation.share(counted(shape, "int32"));
      expect(await call("areEqual", array, array)).toBe(true);
    });
  });

  test("an array of rank 0 and one without elements go in and come out", async () => {
    expect(((await call("echo", NdArray.full([], 5, "int16"))) as NdArray).get()).toBe(5);
    expect(((await call("echo", NdArray.zeros([0, 3]))) as NdArray).shape).toEqual([0, 3]);
  });

  test("arrays that are made and disposed of within a call are zero again when made again", async () => {
    expect(await call("makeAndDispose")).toBe(0);
  });

  test("results that come again and again are zero where nothing was written", async () => {
    for (let i = 0; i < 6; i++) {
      const array = await call("nearlyZeros") as NdArray;
      expect(array.sum()).toBe(1);
      (array.data as Float32Array).fill(9);
      array.dispose();
    }
  });

  test.each([["shared", (array: NdArray) => isolation.share(array)], ["of the heap", (array: NdArray) => array]])("an array (%s) that stood beside an argument that cannot cross goes in the next time", async (_, place) => {
    const array = place(counted([200, 200], "float32")), sum = array.sum();
    expect(await call("sum", array.slice(0))).toBe(array.slice(0).sum());
    await expect(call("sum", array, () => 1)).rejects.toMatchObject({ code: "GUEST_VALUE" });
    expect([await call("sum", array), await call("sum", array)]).toEqual([sum, sum]);
  });

  test("an array that the library gave beside something that cannot cross can be given again", async () => {
    const array = isolation.share(counted([200, 200], "float32"));
    let answers = 0;
    const host = new Listener({ run: async () => (++answers === 1 ? [array, () => 1] : array) });
    const asking = sourceOf('async function f() { const refused = await run("x").catch((error) => error.code); return [refused, (await run("x")).sum()]; }');
    expect(await isolation.call(asking, "f", [], host)).toEqual(["GUEST_VALUE", array.sum()]);
  });

  test("what code kept of a call's arrays holds zeros afterwards, and what it writes there goes nowhere", async (context) => {
    context.skip(!hasSegments, noSegments);
    const array = isolation.share(counted([200, 200], "float32")), sum = array.sum();
    const result = await call("keep", array) as NdArray;
    (result.data as Float32Array).fill(5);
    expect(await call("sumsOfKept")).toEqual([0, 0, 0, 0, 0]);
    await call("overwriteKept");
    expect([array.sum(), result.sum()]).toEqual([sum, 5 * 200 * 200]);
  });

  test("a result that comes back as an input is not to be written to by what code kept of it", async (context) => {
    context.skip(!hasSegments, noSegments);
    const result = await call("keep", isolation.share(counted([200, 200], "float32"))) as NdArray;
    (result.data as Float32Array).fill(5);
    expect(await call("sum", result)).toBe(5 * 200 * 200);
    await call("overwriteKept", result);
    expect(result.sum()).toBe(5 * 200 * 200);
  });

  test("what goes on after its call writes to no array of it", async (context) => {
    context.skip(!hasSegments, noSegments);
    const array = isolation.share(counted([200, 200], "float32")), sum = array.sum();
    const results = [await call("keepAndGoOn", array) as NdArray, await call("keepAndGoOn", array) as NdArray];
    expect(await call("makeAndDispose")).toBe(0);
    expect([array.sum(), ...results.map((result) => result.sum())]).toEqual([sum, 0, 0]);
  });

  test("an array that was kept from an earlier call is disposed of without harm to those of this one", async (context) => {
    context.skip(!hasSegments, noSegments);
    (await call("keep", isolation.share(counted([200, 200], "float32"))) as NdArray).dispose();
    for (let round = 0; round < 3; round++) {
      const [ones, zeros] = await call("disposeOfKept") as [NdArray, NdArray];
      expect([ones.sum(), zeros.sum()]).toEqual([200 * 200, 0]);
      for (const array of [ones, zeros]) array.dispose();
      (await call("keep", isolation.share(counted([200, 200], "float32"))) as NdArray).dispose();
    }
  });

  test("the same input again is what it is now, whatever code wrote to it", async (context) => {
    context.skip(!hasSegments, noSegments);
    const array = isolation.share(counted([200, 200], "float32"));
    for (let round = 0; round < 3; round++) {
      expect(await call("overwrite", array)).toBe(7 * 200 * 200);
      array.data[7] = 1000 + round;
      (await call("keep", array) as NdArray).dispose();
      expect(await call("seen", array)).toEqual([1000 + round, 1000 + round]);
    }
  });

  test("a child that got memory before its first call finds zeros in it", async (context) => {
    context.skip(!hasSegments, noSegments);
    const shape = [512, 512], image = isolation.zeros(shape);
    image.data.fill(2 as never);
    await isolation.reserve(shape);
    const fresh = sourceOf(`function f(image) { const a = NdArray.zeros(image.shape), b = NdArray.zeros(image.shape); const sums = [image.sum(), a.sum(), b.sum()]; a.data.fill(5); return [sums, a, b]; }`);
    await isolation.evaluate(fresh);
    for (let round = 0; round < 3; round++) {
      const [sums, fives, zeros] = await isolation.call(fresh, "f", [image], new Listener()) as [number[], NdArray, NdArray];
      expect([sums, fives.sum(), zeros.sum()]).toEqual([[2 * image.size, 0, 0], 5 * image.size, 0]);
      for (const array of [fives, zeros]) array.dispose();
    }
    image.dispose();
  });

  test("a typed array of a large array that was disposed of is copied like any other", async (context) => {
    context.skip(!hasSegments, noSegments);
    const shape = [2048, 4096], array = isolation.zeros(shape), { data } = array;
    array.dispose();
    const sums = await Promise.all([isolation.zeros(shape), new NdArray({ data, shape })].map((image) => call("sum", image)));
    expect(sums[0]).toBe(0);
  });

  test("a typed array of a disposed array is zeros here too, and what is written to it reaches nobody", async (context) => {
    context.skip(!hasSegments, noSegments);
    const results = [await call("nearlyZeros") as NdArray, await call("nearlyZeros") as NdArray];
    const stale = results.map(({ data }) => data as Float32Array);
    for (const result of results) result.dispose();
    expect(stale.map((data) => data.every((x) => x === 0))).toEqual([true, true]);
    for (const data of stale) data.fill(3);
    for (let round = 0; round < 4; round++) expect((await call("nearlyZeros") as NdArray).sum()).toBe(1);
    expect(stale.every((data) => data.every((x) => x === 3))).toBe(true);
  });
});
