import * as core from "@openhcs/core";
import * as functions from "@openhcs/functions";
import * as io from "@openhcs/io";
import * as openhcs from "openhcs";
import { createRuntime, libraryFunctions, NdArray, ndarray, gaussian, type NdArray as Array } from "openhcs";
import { describe, expect, it } from "vitest";

const image = NdArray.zeros([16, 16], "float32");

describe("the package openhcs", () => {
  it.each([["core", core], ["functions", functions], ["io", io]])("has everything of %s under the same name", (_, module) => {
    const own = new Set(["createRuntime"]);
    for (const [name, value] of Object.entries(module)) if (!own.has(name)) expect(openhcs, name).toHaveProperty(name, value);
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
