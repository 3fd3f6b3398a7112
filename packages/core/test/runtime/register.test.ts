import { createRuntime, ndarray, type Backend, type NdArray, type RegistryView } from "@openhcs/core";
import { expect, expectTypeOf, test } from "vitest";
import { Heap } from "../backend/heap.js";
import { ascending, library, scale } from "../run/sample-functions.js";

const image = ascending([1, 2, 2]);
const brighten = ndarray(function brighten(array: NdArray) { return array.add(1); });

test("a definition without a namespace is a built-in, with no options needed", async () => {
  await using runtime = await createRuntime();
  expect([runtime.register(scale), runtime.register(scale, {}), runtime.describe("scale").namespace]).toEqual(["scale", "scale", undefined]);
});

test("a live function needs a namespace, for a bare name never means a custom function", async () => {
  await using runtime = await createRuntime({ functions: library });
  expect(() => runtime.register(brighten)).toThrow(expect.objectContaining({
    code: "INVALID_DEFINITION", message: 'brighten: needs a namespace, for bare names are built-in functions; register(fn, { namespace: "openhcs" }).',
  }));
  expect(runtime.functions.has("brighten")).toBe(false);
});

test.each(["reference", "toy", "absent"])("the namespace %s is taken by what it means in front of a built-in", async (namespace) => {
  const absent = new Heap("absent").backend({ probe: () => ({ reason: "no device" }) });
  await using runtime = await createRuntime({ functions: library, backends: [new Heap("toy").backend(), absent] });
  expect(() => runtime.register(brighten, { namespace })).toThrow(`brighten: cannot be registered as "${namespace}:brighten", which means the built-in function brighten on ${namespace}`);
});

test.each(["my lab", "", "1st", "a:b"])("the namespace %j, which no key can have, is refused", async (namespace) => {
  await using runtime = await createRuntime();
  expect(() => runtime.register(brighten, { namespace })).toThrow(expect.objectContaining({ code: "INVALID_KEY", key: `${namespace}:brighten` }));
});

test("metadata tells the module, and the name in the source where the key has another", async () => {
  await using runtime = await createRuntime();
  const renamed = ndarray({ name: "glow" })(function brightenALot(array: NdArray) { return array.add(10); });
  const key = runtime.register(renamed, { namespace: "lab", module: "./glow.ts" });
  expect(runtime.describe(key)).toMatchObject({ key: "lab:glow", name: "glow", originalName: "brightenALot", module: "./glow.ts" });
  expect(runtime.describe(runtime.register(brighten, { namespace: "lab" }))).toMatchObject({ name: "brighten", originalName: "brighten" });
});

test("a function is described by the same keys that run it, of unavailable backends too", async () => {
  const absent = new Heap("absent").backend({ probe: () => ({ reason: "no device" }) });
  await using runtime = await createRuntime({ functions: library, backends: [absent] });
  expect([runtime.describe("absent:scale").key, runtime.describe("reference:scale").key]).toEqual(["scale", "scale"]);
});

test("a function without a decorator is told to get one", async () => {
  await using runtime = await createRuntime();
  const plain = function plain(array: NdArray) { return array; };
  const told = { code: "INVALID_DEFINITION", message: "plain: is not decorated with a memory type; wrap it: ndarray(fn)." };
  await expect(runtime.run(plain as never, image)).rejects.toMatchObject(told);
  await expect(runtime.run([plain as never], image)).rejects.toMatchObject(told);
});

test("an option of the call among the parameters is told where it belongs", async () => {
  await using runtime = await createRuntime({ functions: library });
  const told = { code: "UNKNOWN_PARAMETER", message: 'scale has no parameter "on"; it is an option of the call, and stands in the argument after the parameters.' };
  await expect(runtime.run("scale", image, { on: "reference" })).rejects.toMatchObject(told);
});

test("backends and memory types can be read and listened to, and change by no other way than the runtime's", async () => {
  await using runtime = await createRuntime({ backends: [new Heap("toy").backend()] });
  expectTypeOf(runtime.backends).toEqualTypeOf<RegistryView<Backend>>();
  expectTypeOf(runtime.memoryTypes).not.toHaveProperty("register");
  expectTypeOf(runtime.memoryTypes.events).not.toHaveProperty("emit");
  const changes: string[] = [];
  const end = runtime.backends.events.on("changed", ({ name }) => { changes.push(name); });
  await runtime.removeBackend("toy");
  end();
  expect([changes, [...runtime.memoryTypes.names()]]).toEqual([["toy"], ["ndarray"]]);
});
