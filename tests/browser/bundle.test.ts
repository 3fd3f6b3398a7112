import { functions } from "@openhcs/functions";
import { describe, expect, it } from "vitest";
import { bundle, runWithoutNode } from "./bundle.js";

const program = `
  import { createRuntime, NdArray, ndarray } from "@openhcs/core";
  import { functions } from "@openhcs/functions";

  globalThis.result = (async () => {
    const runtime = await createRuntime({ functions });
    const image = NdArray.from([[0, 9, 0], [0, 0, 0], [0, 0, 9]], "uint8");
    const double = runtime.register(ndarray({ name: "double" })((given) => given.multiply(2)), { namespace: "openhcs" });
    const { outputs } = await runtime.call([double, "thresholdOtsu", "label"], image);
    await runtime[Symbol.asyncDispose]();
    return outputs.count + " of " + functions.length;
  })();
`;

describe("a bundle for browsers", () => {
  it.each(["core", "functions", "functions/for-kernels"])("of @openhcs/%s needs nothing of Node to load", async (name) => {
    const made = await bundle(`import * as all from "@openhcs/${name}"; globalThis.result = Object.keys(all);`);
    expect(made.nodeImports).toEqual([]);
    expect(await runWithoutNode(made)).toEqual(Object.keys(await import(`@openhcs/${name}`)));
  });

  it("runs a pattern with a live function where there is neither Node nor a page", async () => {
    expect(await runWithoutNode(await bundle(program))).toMatch(/^2 of 1\d\d$/);
  });

  it("leaves out the functions that a program does not use", async () => {
    const { code } = await bundle('import { gaussian } from "@openhcs/functions"; globalThis.gaussian = gaussian;');
    expect(functions.filter(({ documentation }) => code.includes(JSON.stringify(documentation).slice(1, 50))).map(({ name }) => name)).toEqual(["gaussian"]);
  });

  it("that needs a module of Node is found out", async () => {
    expect((await bundle("import { join } from 'node:path'; globalThis.join = join;")).nodeImports).toEqual(["node:path in entry.js"]);
    expect((await bundle("import('fs');")).nodeImports).toEqual(["fs in entry.js"]);
  });

  it.each(["process.version", "Buffer.from([1])", "__dirname", "global.x", "setImmediate(() => {})"])("that needs %s does not run", async (expression) => {
    await expect(async () => runWithoutNode(await bundle(`globalThis.result = ${expression};`))).rejects.toThrow("is not defined");
  });
});
