import { cpSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import * as core from "@openhcs/core";
import { DisposedError, InvalidArrayError, isOpenHcsError, messageOf, NdArray, OutOfMemoryError } from "@openhcs/core";
import { afterAll, beforeAll, describe, expect, expectTypeOf, it } from "vitest";

describe("an error on purpose", () => {
  const error = new DisposedError("the plate");

  it("has its class's name, a constant code and typed fields", () => {
    expect(error).toBeInstanceOf(Error);
    expect([error.name, error.code, error.what, error.message]).toEqual(["DisposedError", "DISPOSED", "the plate", "the plate was disposed of and can no longer be used."]);
    expect(String(error)).toContain("DisposedError: the plate was disposed of");
  });

  it("keeps its name in minified code and lets others rename it", () => {
    const Minified = { e: class extends InvalidArrayError {} }.e;
    const minified = new Minified("broken");
    expect([minified.name, String(minified), minified.stack?.split("\n")[0]]).toEqual(["InvalidArrayError", "InvalidArrayError: broken", "InvalidArrayError: broken"]);
    minified.name = "PlateError";
    expect([String(minified), Object.keys(minified).includes("name")]).toEqual(["PlateError: broken", false]);
  });

  it("is told by its code", () => {
    expect([isOpenHcsError(error), isOpenHcsError(error, "DISPOSED"), isOpenHcsError(error, "NO_ROUTE", "DISPOSED"), isOpenHcsError(error, "NO_ROUTE")]).toEqual([true, true, true, false]);
    expect([new Error("DISPOSED"), { code: "DISPOSED" }, null, undefined, "DISPOSED"].map((value) => isOpenHcsError(value))).toEqual([false, false, false, false, false]);
    const caught: unknown = error;
    if (isOpenHcsError(caught, "DISPOSED")) expectTypeOf(caught).toEqualTypeOf<DisposedError>();
    if (isOpenHcsError(caught, "THIRD_PARTY")) expectTypeOf(caught).toEqualTypeOf<core.OpenHcsError>();
  });

  it("becomes plain data with its causes", () => {
    const caused = new OutOfMemoryError("cuda", { cause: new OutOfMemoryError("host", { cause: "swap" }) });
    expect(JSON.parse(JSON.stringify(caused))).toEqual({
      code: "OUT_OF_MEMORY", message: "cuda is out of memory.", memoryType: "cuda",
      cause: { code: "OUT_OF_MEMORY", message: "host is out of memory.", memoryType: "host", cause: "swap" },
    });
    expect(JSON.parse(JSON.stringify(error))).toEqual({ code: "DISPOSED", message: error.message, what: "the plate" });
    expect(JSON.parse(JSON.stringify(new InvalidArrayError("broken", { cause: new TypeError("inner") })))).toMatchObject({ cause: { name: "TypeError", message: "inner" } });
  });

  it("has a message whatever was thrown", () => expect([error, "text", 5, undefined].map(messageOf)).toEqual([error.message, "text", "5", "undefined"]));
});

describe("a second copy of the package", () => {
  const package_ = dirname(dirname(fileURLToPath(import.meta.resolve("@openhcs/core"))));
  let folder: string;
  let other: typeof core;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "openhcs-second-core-"));
    cpSync(join(package_, "dist"), join(folder, "dist"), { recursive: true });
    cpSync(join(package_, "package.json"), join(folder, "package.json"));
    symlinkSync(join(package_, "../../node_modules"), join(folder, "node_modules"));
    other = await import(pathToFileURL(join(folder, "dist/index.js")).href) as typeof core;
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("makes other classes, whose errors, arrays and functions are recognised", () => {
    expect(other.DisposedError).not.toBe(DisposedError);
    const foreign: unknown = new other.DisposedError("the plate");
    expect(foreign).not.toBeInstanceOf(DisposedError);
    expect(isOpenHcsError(foreign, "DISPOSED")).toBe(true);
    expect(core.isNdArray(other.NdArray.zeros([1]))).toBe(true);
    expect(core.isFunctionDefinition(other.defineFunction({ name: "twice", documentation: "", inputs: {}, parameters: {}, outputs: { x: { type: "number" } }, reference: () => 2 }))).toBe(true);
    expect(core.tagOf(other.ndarray(() => 1))).toMatchObject({ executionMemoryType: "ndarray" });
  });

  it("computes with arrays of this one", () => {
    const theirs = other.NdArray.from([1, 2]) as unknown as NdArray;
    expect(NdArray.from([10, 20]).add(theirs).toNested()).toEqual([11, 22]);
    expect(core.stack([NdArray.from([0, 0]), theirs]).toNested()).toEqual([[0, 0], [1, 2]]);
  });
});
