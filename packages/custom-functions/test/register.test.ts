import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { memoryStore, ndarray, type FunctionStore, type NdArray } from "@openhcs/core";
import { languageOf } from "@openhcs/custom-functions";
import { validateFunction } from "@openhcs/validator";
import { expect, test } from "vitest";
import { adding, image, inProcess, setting } from "./setting.js";
import { temporaryFolder } from "./temporary-folder.js";

const nested = async (result: unknown) => (await result as NdArray).toNested();

test("a registered function runs by its key and as a function, positionally or by names", async () => {
  await using it = await setting(inProcess);
  const [addTwo] = await it.manager.registerFromCode(adding("addTwo", 2));
  const expected = [[[2, 3], [4, 5]]];
  expect(await nested(it.runtime.run("openhcs:addTwo", image()))).toEqual(expected);
  for (const result of [addTwo?.(image()), addTwo?.(image(), 1), addTwo?.(image(), { times: 1 })]) expect(await nested(result)).toEqual(expected);
  expect(await nested(addTwo?.(image(), { times: 2 }))).toEqual([[[4, 5], [6, 7]]]);
});

test("a runtime and its patterns take the function in place of its key", async () => {
  await using it = await setting(inProcess);
  const [addTwo] = await it.manager.registerFromCode(adding("addTwo", 2));
  const fn = addTwo as NonNullable<typeof addTwo>;
  expect(await nested(it.runtime.run(fn, image(), { times: 2 }))).toEqual([[[4, 5], [6, 7]]]);
  expect(await nested(it.runtime.run([[fn, { times: 1 }], fn], image()))).toEqual([[[4, 5], [6, 7]]]);
  expect(it.runtime.plan(fn, image()).kernel).toBe("openhcs:addTwo");
  await it.manager.update("addTwo", adding("addTwo", 3));
  await expect(it.runtime.run(fn, image())).rejects.toMatchObject({ code: "FUNCTION_CHANGED" });
});

test("a misspelt parameter and one too many are told", async () => {
  await using it = await setting(inProcess);
  const [addTwo] = await it.manager.registerFromCode(adding("addTwo", 2));
  await expect(addTwo?.(image(), { tims: 1 })).rejects.toMatchObject({ code: "UNKNOWN_PARAMETER", nearest: ["times"] });
  await expect(addTwo?.(image(), 1, 2)).rejects.toMatchObject({ code: "INVALID_ARGUMENT", message: 'addTwo: "parameters" must be at most 1 after the image, received 2.' });
});

test("a function tells what it is without being run", async () => {
  await using it = await setting(inProcess);
  const [addTwo] = await it.manager.registerFromCode(adding("addTwo", 2));
  expect({ ...addTwo }).toMatchObject({
    name: "addTwo", key: "openhcs:addTwo", inputMemoryType: "ndarray", executionMemoryType: "ndarray", outputMemoryType: "ndarray", documentation: "Adds 2.",
    parameters: { times: { type: "number", default: 1, description: "how often" } },
  });
  expect(addTwo?.version).toMatch(/^[0-9a-f]{64}$/);
  expect(it.runtime.describe("openhcs:addTwo")).toMatchObject({ namespace: "openhcs", version: addTwo?.version, documentation: "Adds 2." });
  expect(it.runtime.list({ search: "adds", memoryType: "ndarray" }).map(({ key }) => key)).toContain("openhcs:addTwo");
});

test("the list is frozen, and says what a listing needs", async () => {
  await using it = await setting({ ...inProcess, stores: [memoryStore()] });
  await it.manager.registerFromCode(adding("addTwo", 2));
  await it.manager.registerFromCode(adding("add_three", 3), { persist: false });
  const [two, three] = it.manager.list();
  expect(two).toMatchObject({ name: "addTwo", originalName: "addTwo", doc: "Adds 2.", memoryType: "ndarray", persisted: true, sourceName: "addTwo", siblings: [], signed: false });
  expect(three).toMatchObject({ name: "addThree", key: "openhcs:addThree", originalName: "add_three", persisted: false });
  expect(Object.isFrozen(two)).toBe(true);
  expect(() => { (two as { name: string }).name = "other"; }).toThrow(TypeError);
});

test("a function with a snake_case name is found in both spellings", async () => {
  await using it = await setting(inProcess);
  await it.manager.registerFromCode(adding("add_three", 3));
  expect(await nested(it.runtime.run("openhcs:add_three", image()))).toEqual(await nested(it.runtime.run("openhcs:addThree", image())));
  expect(it.manager.info("add_three").key).toBe("openhcs:addThree");
  expect(it.runtime.describe("openhcs:addThree").originalName).toBe("add_three");
});

test("a source with several functions and helpers is saved once, and all of it is registered", async () => {
  const store = memoryStore();
  await using it = await setting({ ...inProcess, stores: [store] });
  const two = `${adding("addTwo", 2)}\nfunction helper(image: NdArray) { return image.add(10); }\nexport const addTen = ndarray(function addTen(image: NdArray) { return helper(image); });\n`;
  const functions = await it.manager.registerFromCode(two);
  expect(functions.map(({ name }) => name)).toEqual(["addTwo", "addTen"]);
  expect((await store.load()).sources.map(({ name, source }) => ({ name, source }))).toEqual([{ name: "addTwo", source: two }]);
  expect(it.manager.info("addTen")).toMatchObject({ sourceName: "addTwo", siblings: ["addTwo"] });
  expect(await nested(it.runtime.run("openhcs:addTen", image()))).toEqual([[[10, 11], [12, 13]]]);
});

test("the identical source again is harmless and gives the same functions", async () => {
  await using it = await setting({ ...inProcess, stores: [memoryStore()] });
  const first = await it.manager.registerFromCode(adding("addTwo", 2));
  const again = await it.manager.registerFromCode(adding("addTwo", 2));
  expect(again[0]).toBe(first[0]);
  expect(it.changes).toHaveLength(1);
});

test("what was registered for this run can be kept by registering it again", async () => {
  const store = memoryStore();
  await using it = await setting({ ...inProcess, stores: [store] });
  await it.manager.registerFromCode(adding("addTwo", 2), { persist: false });
  expect((await store.load()).sources).toHaveLength(0);
  await it.manager.registerFromCode(adding("addTwo", 2));
  expect((await store.load()).sources).toHaveLength(1);
  expect(it.manager.list()).toMatchObject([{ name: "addTwo", persisted: true }]);
});

test("a taken name is an error that points to update, and changes nothing", async () => {
  const store = memoryStore();
  await using it = await setting({ ...inProcess, stores: [store] });
  await it.manager.registerFromCode(adding("addTwo", 2));
  await expect(it.manager.registerFromCode(adding("addTwo", 22))).rejects.toMatchObject({ code: "ALREADY_REGISTERED", message: expect.stringContaining('update("addTwo", code)') });
  expect(await nested(it.runtime.run("openhcs:addTwo", image()))).toEqual([[[2, 3], [4, 5]]]);
  expect((await store.load()).sources.map(({ source }) => source)).toEqual([adding("addTwo", 2)]);
  expect(it.changes).toHaveLength(1);
});

test("a name that the host registered in the namespace is an error that tells so", async () => {
  await using it = await setting(inProcess);
  it.runtime.register(ndarray(function addTwo(input: NdArray) { return input; }), { namespace: "openhcs" });
  await expect(it.manager.registerFromCode(adding("addTwo", 2))).rejects.toMatchObject({ code: "ALREADY_REGISTERED", message: expect.stringContaining("the host registered it") });
});

test("a custom function may have the name of a built-in, which bare names go on meaning", async () => {
  await using it = await setting(inProcess);
  await it.manager.registerFromCode(adding("gaussian", 2));
  expect(await nested(it.runtime.run("openhcs:gaussian", image()))).toEqual([[[2, 3], [4, 5]]]);
  expect(it.runtime.describe("gaussian").namespace).toBeUndefined();
  expect(await nested(it.runtime.run("gaussian", image([[1, 1], [1, 1]]), { sigma: 1 }))).toEqual([[[1, 1], [1, 1]]]);
});

test("concurrent registrations are made one after another, and reading waits for none", async () => {
  await using it = await setting({ ...inProcess, stores: [memoryStore()] });
  const pending = Promise.allSettled([1, 2, 3].map((amount) => it.manager.registerFromCode(adding("same", amount))));
  expect(it.manager.list()).toEqual([]);
  expect((await pending).map(({ status }) => status)).toEqual(["fulfilled", "rejected", "rejected"]);
  expect(await nested(it.runtime.run("openhcs:same", image()))).toEqual([[[1, 2], [3, 4]]]);
});

test("changes that are asked for at once never overlap in the store, and each sees what the one before left", async () => {
  const kept = memoryStore();
  let [underWay, most] = [0, 0];
  const slow: FunctionStore = {
    ...kept,
    change: async (change) => {
      most = Math.max(most, ++underWay);
      await new Promise((resolve) => { setTimeout(resolve, 5); });
      return kept.change(change).finally(() => { underWay--; });
    },
  };
  await using it = await setting({ ...inProcess, stores: [slow] });
  const { manager } = it;
  const results = await Promise.all([
    manager.registerFromCode(adding("mine", 1)), manager.update("mine", adding("mine", 2)), manager.rename("mine", "ours"),
    manager.update("ours", adding("ours", 3)), manager.delete("mine"), manager.delete("ours"),
  ]);
  expect(most).toBe(1);
  expect(results.slice(-2)).toEqual([false, true]);
  expect(it.changes.map(({ kind }) => kind)).toEqual(["registered", "updated", "renamed", "updated", "deleted"]);
});

test("two runtimes in one process never meet", async () => {
  await using one = await setting(inProcess);
  await using other = await setting(inProcess);
  await one.manager.registerFromCode(adding("same", 1));
  await other.manager.registerFromCode(adding("same", 5));
  expect(await nested(one.runtime.run("openhcs:same", image()))).toEqual([[[1, 2], [3, 4]]]);
  expect(await nested(other.runtime.run("openhcs:same", image()))).toEqual([[[5, 6], [7, 8]]]);
  expect(await one.manager.delete("same")).toBe(true);
  expect(other.manager.list()).toHaveLength(1);
});

test("closing a runtime closes its manager and its stores; after that nothing can be changed", async () => {
  const ended: string[] = [];
  const it = await setting({ ...inProcess, stores: [{ ...memoryStore(), close: async () => { ended.push("store"); } }] });
  await it.manager.registerFromCode(adding("addTwo", 2));
  await it[Symbol.asyncDispose]();
  expect(ended).toEqual(["store"]);
  await expect(it.manager.registerFromCode(adding("another", 2))).rejects.toMatchObject({ code: "RUNTIME_CLOSED" });
});

test("a manager that is closed takes its functions along", async () => {
  await using it = await setting(inProcess);
  await it.manager.registerFromCode(adding("addTwo", 2));
  await it.manager[Symbol.asyncDispose]();
  expect(it.manager.list()).toEqual([]);
  await expect(it.runtime.run("openhcs:addTwo", image())).rejects.toMatchObject({ code: "NOT_REGISTERED" });
});

test("a file is registered under its name, and its errors name it", async () => {
  await using it = await setting(inProcess);
  await using folder = await temporaryFolder();
  await writeFile(join(folder.path, "fine.ts"), adding("addTwo", 2));
  await writeFile(join(folder.path, "broken.ts"), "export const");
  expect((await it.manager.registerFromFile(join(folder.path, "fine.ts"))).map(({ name }) => name)).toEqual(["addTwo"]);
  await expect(it.manager.registerFromFile(join(folder.path, "broken.ts"))).rejects.toMatchObject({ code: "VALIDATION", message: expect.stringMatching(/^broken\.ts:1:/) });
  await expect(it.manager.registerFromFile(join(folder.path, "script.lua"))).rejects.toMatchObject({ code: "SOURCE_UNAVAILABLE", message: expect.stringContaining("no such file") });
  await expect(it.manager.registerFromFile(folder.path)).rejects.toMatchObject({ code: "SOURCE_UNAVAILABLE", origin: folder.path, message: expect.stringContaining("a folder") });
  await writeFile(join(folder.path, "large.ts"), " ".repeat(1_000_001));
  await expect(it.manager.registerFromFile(join(folder.path, "large.ts"))).rejects.toMatchObject({ code: "SOURCE_UNAVAILABLE", message: expect.stringContaining("at most 1000000 bytes") });
  await writeFile(join(folder.path, "binary.ts"), Buffer.from([0xff]));
  await expect(it.manager.registerFromFile(join(folder.path, "binary.ts"))).rejects.toMatchObject({ code: "SOURCE_UNAVAILABLE", message: expect.stringContaining("UTF-8") });
  await writeFile(join(folder.path, "script.lua"), "return 1");
  await expect(it.manager.registerFromFile(join(folder.path, "script.lua"))).rejects.toMatchObject({ code: "INVALID_OPTION" });
});

test.each([["f.ts", "ts"], ["f.MTS", "ts"], ["f.cts", "ts"], ["f", "ts"], ["f.js", "js"], ["f.mjs", "js"], ["f.cjs", "js"]])("the end of a file's name says what it is written in: %s", async (name, language) => {
  const store = memoryStore();
  await using it = await setting({ ...inProcess, stores: [store] });
  await using folder = await temporaryFolder();
  await writeFile(join(folder.path, name), adding("addTwo", 2));
  await it.manager.registerFromFile(join(folder.path, name));
  expect((await store.load()).sources).toMatchObject([{ name: "addTwo", language }]);
  expect([languageOf(`/some/${name}`), languageOf("f.lua")]).toEqual([language, undefined]);
});

test("a source may be given another name in its store, but none that leaves it", async () => {
  const store = memoryStore();
  await using it = await setting({ ...inProcess, stores: [store] });
  await it.manager.registerFromCode(adding("addTwo", 2), { name: "arithmetic" });
  expect((await store.load()).sources.map(({ name }) => name)).toEqual(["arithmetic"]);
  await it.manager.rename("addTwo", "addTen");
  expect(it.manager.info("addTen").sourceName).toBe("arithmetic");
  await expect(it.manager.registerFromCode(adding("other", 2), { name: "../../escape" })).rejects.toMatchObject({ code: "INVALID_STORE_NAME" });
  expect(it.manager.list()).toHaveLength(1);
});

test("validating says what this runtime would say, and registers nothing", async () => {
  await using it = await setting();
  expect(it.manager.validate(adding("addTwo", 2))).toMatchObject({ isValid: true, functionNames: ["addTwo"] });
  expect(it.manager.validate("import { memory } from \"openhcs\"; export const f = memory(\"cupy\")(function f(image) { return image; });").errors).toMatchObject([{ stage: "decorator" }]);
  expect(it.manager.validate("import { gaussian, ndarray } from \"openhcs\"; export const f = ndarray(async function f(image) { return gaussian(gaussian(image)); });").isValid).toBe(false);
  expect(it.manager.list()).toEqual([]);
});

const fromLab = (name: string) => `import { ndarray, type NdArray } from "openhcs";
import { ${name} } from "lab";
/** Multiplies. */
export const amplify = ndarray(function amplify(image: NdArray) { return image.multiply(${name}); });`;

test("a source that is not trusted is told that it may not have the host's own modules, and where it wants them", async () => {
  await using it = await setting({ imports: [{ from: "lab" }], modules: { lab: { gain: 7 } } });
  await expect(it.manager.registerFromCode(fromLab("gain"))).rejects.toMatchObject({ code: "VALIDATION", stage: "imports", line: 2, message: expect.stringContaining("Module 'lab'") });
});

test("what a module of the host does not have is an error when it is registered", async () => {
  await using it = await setting({ ...inProcess, imports: [{ from: "lab" }], modules: { lab: { gain: 7 } } });
  await expect(it.manager.registerFromCode(fromLab("loss"))).rejects.toThrow('the module "lab" has no export "loss"');
});

test("trusted sources may import from the host's own modules", async () => {
  await using it = await setting({ ...inProcess, imports: [{ from: "lab" }], modules: { lab: { gain: 7 } } });
  await it.manager.registerFromCode(fromLab("gain"));
  expect(await nested(it.runtime.run("openhcs:amplify", image()))).toEqual([[[0, 7], [14, 21]]]);
});

test("what is no text is refused as validation refuses it", async () => {
  await using it = await setting(inProcess);
  await it.manager.registerFromCode(adding("mine", 1));
  for (const code of [undefined, null, 5, {}] as unknown as string[]) {
    const refusal = { code: "VALIDATION", errors: it.manager.validate(code).errors, message: expect.stringContaining("The source must be a string") };
    expect(refusal.errors).toMatchObject([{ code: "NOT_TEXT" }]);
    await expect(it.manager.registerFromCode(code)).rejects.toMatchObject(refusal);
    await expect(it.manager.update("mine", code)).rejects.toMatchObject(refusal);
  }
});

test("an empty object is the first parameter where that is an object that must be given", async () => {
  await using it = await setting(inProcess);
  const [count] = await it.manager.registerFromCode(`import { ndarray, type NdArray } from "openhcs";
/** Counts. */
export const count = ndarray(function count(image: NdArray, options: { a?: number }) { return image.add(Object.keys(options).length); });`);
  const max = async (result: unknown) => (await result as NdArray).max();
  expect(await max(count?.(image([[0]]), {}))).toBe(0);
  expect(await max(count?.(image([[0]]), { a: 1 }))).toBe(1);
  expect(await max(count?.(image([[0]]), { options: { a: 1 } }))).toBe(1);
});

test("a name that the library does not give to custom functions is refused before anything is registered", async () => {
  await using it = await setting();
  const code = `import { createRuntime, ndarray, type NdArray } from "openhcs";\n/** Starts another. */\nexport const f = ndarray(async function f(image: NdArray) { await createRuntime(); return image; });\n`;
  expect(it.manager.validate(code)).toMatchObject({ isValid: false, errors: [{ stage: "imports", code: "UNKNOWN_EXPORT", line: 1, column: 10 }] });
  await expect(it.manager.registerFromCode(code)).rejects.toMatchObject({ code: "VALIDATION", stage: "imports" });
});

test("what a source has of arrays may all be imported, and is there in isolation", async () => {
  await using it = await setting();
  const names = ["bytesPerElement", "computeDtype", "isContiguous", "messageOf", "OpenHcsError", "toScijs", "viewBytes"];
  await it.manager.registerFromCode(`import { ndarray, type NdArray, ${names.join(", ")} } from "openhcs";\n/** Does. */\nexport const f = ndarray(function f(image: NdArray) { return [${names.join(", ")}].includes(undefined as never) ? image.add(1) : image; });\n`);
  expect(await nested(it.runtime.run("openhcs:f", image()))).toEqual([[[0, 1], [2, 3]]]);
});

test("a registered function is a valid function", async () => {
  await using it = await setting(inProcess);
  const [addTwo] = await it.manager.registerFromCode(adding("add_two", 2));
  expect(validateFunction(addTwo)).toMatchObject({ isValid: true, functionNames: ["addTwo"] });
});
