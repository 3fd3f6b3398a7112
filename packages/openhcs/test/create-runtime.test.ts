import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as core from "@openhcs/core";
import * as customFunctions from "@openhcs/custom-functions";
import * as functions from "@openhcs/functions";
import * as io from "@openhcs/io";
import * as isolation from "@openhcs/isolation";
import * as storeFs from "@openhcs/store-fs";
import * as validator from "@openhcs/validator";
import * as openhcs from "openhcs";
import { createRuntime, fileStore, libraryFunctions, LOGGER, memoryStore, NdArray, ndarray, gaussian, provide, type Decorator, type FunctionStore, type NdArray as Array } from "openhcs";
import { describe, expect, it } from "vitest";

const image = NdArray.zeros([16, 16], "float32");

describe("the package openhcs", () => {
  it.each([["core", core], ["functions", functions], ["io", io], ["custom-functions", customFunctions], ["isolation", isolation], ["store-fs", storeFs], ["validator", validator]])("has everything of %s under the same name", (_, module) => {
    const own = new Set(["createRuntime"]);
    for (const [name, value] of Object.entries(module)) if (!own.has(name)) expect(openhcs, name).toHaveProperty(name, value);
  });

  it("has a decorator for each well-known memory type, whether its backend is installed or not", () => {
    const exported = new Map<string, unknown>(Object.entries(openhcs));
    for (const name of validator.wellKnownDecorators) {
      const decorator = exported.get(name) as Decorator;
      const { inputMemoryType, executionMemoryType, outputMemoryType } = decorator((image: unknown) => image);
      expect([inputMemoryType, executionMemoryType, outputMemoryType]).toEqual([name, name, name]);
    }
  });

  it("is imported without what strips types, which takes long to load", () => {
    const script = `await import("openhcs"); const { createRequire } = await import("node:module");
      console.log(Object.keys(createRequire(import.meta.url).cache).filter((path) => /wasm-typescript/.test(path)).length);`;
    expect(execFileSync(process.execPath, ["--input-type=module", "-e", script], { cwd: import.meta.dirname, encoding: "utf8" })).toBe("0\n");
  });
});

describe("createRuntime of openhcs", () => {
  it("knows the function library and reads images without being told", async () => {
    await using runtime = await createRuntime();
    for (const { name } of libraryFunctions) expect(runtime.functions.has(name)).toBe(true);
    expect(runtime.functions.has("imageRead")).toBe(true);
  });

  it("has the cpu backend, or says why not", async () => {
    await using runtime = await createRuntime();
    expect(runtime.backends.has("cpu") || runtime.unavailable.some(({ backend }) => backend === "cpu")).toBe(true);
  });

  it("takes no backend where none is wanted", async () => {
    await using runtime = await createRuntime({ backends: [] });
    expect([...runtime.backends]).toEqual([]);
    expect(runtime.plan("gaussian", image, { sigma: 1 }).kernel).toBe("reference:gaussian");
  });

  it("finds the backend that comes with it among the installed ones, once", async () => {
    await using runtime = await createRuntime({ backends: "installed" });
    const names = [...[...runtime.backends].map(({ name }) => name), ...runtime.unavailable.map(({ backend }) => backend)];
    expect(names.filter((name) => name === "cpu" || name === "@openhcs/backend-cpu")).toHaveLength(1);
  });

  it("carries the call across awaits, so that library functions in a body are part of its record", async () => {
    await using runtime = await createRuntime();
    const key = runtime.register(ndarray(async function twice(stack: Array) {
      const once = await gaussian(stack, { sigma: 1 });
      return gaussian(once, { sigma: 1 });
    }), { namespace: "openhcs" });
    const { record } = await runtime.call(key, image);
    expect(record.calls.map((call) => call.key)).toEqual(["gaussian", "gaussian"]);
  });
});

/** Doubles an image. */
const doubled = (name = "doubled") => `import { ndarray, type NdArray } from "openhcs";

/** Doubles an image. */
export const ${name} = ndarray(function ${name}(image: NdArray) {
  return image.multiply(2);
});
`;

const newFolder = () => mkdtempSync(join(tmpdir(), "openhcs-runtime-"));
const two = NdArray.full([1, 4, 4], 2, "float32");

describe("the custom functions of a runtime", () => {
  it("live as long as it does where there is no store", async () => {
    await using runtime = await createRuntime();
    const [fn] = await runtime.customFunctions.registerFromCode(doubled());
    expect(((await runtime.run(fn?.key as string, two)) as Array).max()).toBe(4);
    expect(runtime.customFunctions.info("doubled")).toMatchObject({ persisted: false, trusted: false });
    await using other = await createRuntime();
    expect(other.functions.has("openhcs:doubled")).toBe(false);
  });

  it("are there when the promise of a runtime with the store resolves", async () => {
    const store = { folder: newFolder() };
    {
      await using runtime = await createRuntime({ stores: [fileStore(store)] });
      await runtime.customFunctions.registerFromCode(doubled());
    }
    await using runtime = await createRuntime({ stores: [fileStore(store)] });
    expect(runtime.describe("openhcs:doubled")).toMatchObject({ documentation: "Doubles an image.", trusted: false, module: join(store.folder, "doubled.ts") });
    expect(((await runtime.run("openhcs:doubled", two)) as Array).max()).toBe(4);
  });

  it("are warned of with file, line and column where they are broken, and stop nothing", async () => {
    const folder = newFolder();
    writeFileSync(join(folder, "sound.ts"), doubled("sound"));
    writeFileSync(join(folder, "broken.ts"), doubled("broken").replace("image: NdArray", "img: NdArray"));
    chmodSync(folder, 0o700);
    const warnings: string[] = [];
    await using runtime = await createRuntime({ stores: [fileStore({ folder })], services: [provide(LOGGER, { warn: (message) => void warnings.push(message), debug: () => {} })] });
    expect([...runtime.functions.names()].filter((key) => key.startsWith("openhcs:"))).toEqual(["openhcs:sound"]);
    expect(warnings.filter((message) => message.includes("broken"))).toEqual([expect.stringMatching(/broken\.ts:4:\d+ was not registered: (?!.*broken\.ts).*image/)]);
    expect(runtime.customFunctions.failures).toMatchObject([{ sourceName: "broken", line: 4, code: "VALIDATION" }]);
  });

  it("do not come from a store that cannot be read, which is told and stops nothing", async () => {
    const lost: FunctionStore = { ...memoryStore(), name: "lost", load: () => Promise.reject(new Error("the disk is gone")) };
    const warnings: string[] = [];
    await using runtime = await createRuntime({ stores: [lost], services: [provide(LOGGER, { warn: (message) => void warnings.push(message), debug: () => {} })] });
    expect(warnings.join()).toContain("the disk is gone");
    expect((await runtime.to(await runtime.run("invert", NdArray.zeros([2, 2], "uint8")), "ndarray")).max()).toBe(255);
  });

  it("are trusted where the host says so, and import modules that it gives", async () => {
    const code = doubled().replace("import {", "import { factor } from \"lab\";\nimport {").replace("multiply(2)", "multiply(factor)");
    await using runtime = await createRuntime({ customFunctions: { trust: { everything: true }, imports: [{ from: "lab" }], modules: { lab: { factor: 3 } } } });
    await runtime.customFunctions.registerFromCode(code);
    expect(runtime.describe("openhcs:doubled").trusted).toBe(true);
    expect(((await runtime.run("openhcs:doubled", two)) as Array).max()).toBe(6);
  });
});
