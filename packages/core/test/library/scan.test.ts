import { createRuntime, defineLibrary, NdArray, type Library } from "@openhcs/core";
import { describe, expect, it, test } from "vitest";
import { newLog, sample } from "./sample-library.js";

const volume = () => NdArray.from([[[1, 2]], [[5, 4]]], "uint8");
const runtimeOf = (library: Library) => createRuntime({ libraries: [library], scanTimeoutMs: 50 });

describe("probing a library", () => {
  it("finds the contract of every function, and keeps the reason where it finds none", async () => {
    await using runtime = await runtimeOf(sample({ log: newLog() }));
    const [report] = runtime.libraries;
    expect(Object.fromEntries((report?.functions ?? []).map((key) => [key, runtime.describe(key).contract]))).toEqual({
      "sample:anyRank": "flexible", "sample:project": "volumetricToSlice", "sample:planes": "pure2d", "sample:volumes": "pure3d",
      "sample:scaled": "flexible", "sample:measure": "flexible", "sample:declared": "pure3d",
    });
    expect(Object.fromEntries((report?.skipped ?? []).map(({ name, reason }) => [name, reason]))).toEqual({
      neither: "with a volume: no 3D; with a plane: no 2D",
      never: "it did not end within 50 ms",
      textual: "its output \"image\" must be an array, was a string",
      writeFile: "it writes files",
      "two words": expect.stringContaining("camelCase"),
      infinite: "its description holds at \"parameters.limit.max\" what JSON cannot hold",
    });
  });

  it("calls by what it found: plane by plane, or with the stack, of which a plane is wrapped", async () => {
    await using runtime = await runtimeOf(sample({ log: newLog() }));
    const { value, record } = await runtime.call("sample:planes", volume());
    expect([(value as NdArray).toNested(), record.planes, record.kernel, record.version]).toEqual([[[[2, 3]], [[6, 5]]], 2, "sample:planes", "1.2.3"]);
    expect(((await runtime.run("sample:project", volume())) as NdArray).toNested()).toEqual([[[5, 4]]]);
    expect(await runtime.run("sample:measure", volume(), {}, { sliceBySlice: true })).toEqual([2, 5]);
  });

  it("refuses a call by the declared parameters before the library sees it", async () => {
    await using runtime = await runtimeOf(sample({ log: newLog() }));
    await expect(runtime.run("sample:scaled", volume(), { factor: -1 })).rejects.toMatchObject({ code: "INVALID_ARGUMENT", argument: "factor" });
    expect(((await runtime.run("sample:scaled", volume(), { factor: 2 })) as NdArray).toNested()).toEqual([[[2, 4]], [[10, 8]]]);
  });
});

test("functions of a library are listed, described, planned, pinned and used in patterns like any other", async () => {
  await using runtime = await runtimeOf(sample({ log: newLog() }));
  expect(runtime.list({ namespace: "sample", search: "scale" }).map(({ key }) => key)).toEqual(["sample:scaled"]);
  expect(runtime.list({ category: "arithmetic" }).map(({ key }) => key)).toEqual(["sample:scaled"]);
  expect(runtime.describe("sample:any_rank")).toMatchObject({ key: "sample:anyRank", originalName: "any_rank", version: "1.2.3", trusted: true, source: "sample 1.2.3: any_rank" });
  expect(runtime.plan("sample:planes", volume()).kernel).toBe("sample:planes");
  expect(((await runtime.run(["sample:planes", ["sample:scaled", { factor: 2 }]], volume())) as NdArray).toNested()).toEqual([[[4, 6]], [[12, 10]]]);
  expect(runtime.describe("sample:planes@1.2").key).toBe("sample:planes");
  expect(() => runtime.describe("sample:planes@2")).toThrow("sample:planes@2 changed");
});

test("a bare name never means a library's function", async () => {
  await using runtime = await runtimeOf(sample({ log: newLog() }));
  await expect(runtime.run("planes", volume())).rejects.toMatchObject({ code: "NOT_REGISTERED" });
});

test.each([
  [undefined, '"scan" must give a list, received undefined'],
  [[{ name: "fine", documentation: "" }, { documentation: "" }], '"scan" must give objects with a name, received { documentation: "" } at 1'],
])("a library whose scan gives %j is reported with the rule", async (given, reason) => {
  await using runtime = await runtimeOf({ ...sample({ log: newLog() }), scan: () => given as never });
  expect(runtime.libraries[0]).toMatchObject({ functions: [], reason });
});

test("a library that cannot be loaded is reported with its reason, and may be added again", async () => {
  const log = newLog();
  await using runtime = await runtimeOf(sample({ log, load: () => { throw new Error("no such file"); } }));
  expect(runtime.libraries).toEqual([{ library: "sample", version: "1.2.3", functions: [], skipped: [], reason: "no such file" }]);
  expect((await runtime.addLibrary(sample({ log }))).functions).toContain("sample:planes");
});

test("libraries come and go while the runtime lives", async () => {
  const library = sample({ log: newLog() });
  await using runtime = await createRuntime({ scanTimeoutMs: 50 });
  await runtime.addLibrary(library);
  await runtime.addLibrary(library);
  await expect(runtime.addLibrary(sample({ log: newLog() }))).rejects.toMatchObject({ code: "ALREADY_REGISTERED", kind: "library" });
  expect([runtime.removeLibrary("sample"), runtime.removeLibrary("sample"), runtime.list({ namespace: "sample" }), runtime.libraries]).toEqual([true, false, [], []]);
});

test.each([
  [{ name: "a b" }, "\"name\" must be a letter"], [{ name: "openhcs" }, "\"name\" must be none that keys use otherwise"], [{ version: "" }, "\"version\" must be a text"],
  [{ module: "x" }, "\"module\" must be a URL"], [{ scan: undefined }, "\"scan\" must be a function"], [{ contract: "^0.1.0" }, "works with contract versions ^0.1.0"],
])("a library with %j is refused", async (change, message) => {
  const library = { ...sample({ log: newLog() }), ...change } as unknown as Library;
  await expect(createRuntime({ libraries: [library] })).rejects.toMatchObject({ code: "INVALID_LIBRARY", message: expect.stringContaining(message) });
});

test("a factory in place of a library says that it must be called", async () => {
  await expect(createRuntime({ libraries: [sample as unknown as Library] })).rejects.toThrow("is a factory, not a library; call it");
});

test("a function that a library spells like another of its own is left out", async () => {
  const twice = [{ name: "any_rank", documentation: "One." }, { name: "anyRank", documentation: "Two.", contract: "flexible" as const }];
  await using runtime = await runtimeOf(sample({ log: newLog(), candidates: twice }));
  expect(runtime.libraries[0]).toMatchObject({ functions: ["sample:anyRank"], skipped: [{ name: "anyRank", reason: expect.stringContaining("already registered") }] });
});

test("probing gives arrays of the dtypes that a function declares, and every array that it needs", async () => {
  const seen: string[] = [];
  const library = defineLibrary(() => ({
    name: "picky", version: "1", load: () => ({}),
    scan: () => [{
      name: "both", documentation: "Takes two.",
      inputs: { image: { type: "array", dtypes: ["bool", "uint16"] }, other: { type: "array", dtypes: ["int8"] }, rest: { type: "array", optional: true } },
    } as const],
    call: (_: unknown, { inputs }) => {
      seen.push(Object.entries(inputs).map(([name, { dtype, rank }]) => `${name} ${dtype} ${rank}`).join(", "));
      return inputs["image"]?.copy();
    },
  }));
  await using runtime = await createRuntime({ libraries: [library()] });
  expect([runtime.libraries[0]?.functions, seen]).toEqual([["picky:both"], ["image bool 3, other int8 3", "image bool 2, other int8 2"]]);
});
