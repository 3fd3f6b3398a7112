import { rolldown } from "rolldown";
import { expect, test } from "vitest";

test("bundles for a browser without a module of Node and without Dawn", async () => {
  const bundle = await rolldown({ input: new URL("../dist/index.js", import.meta.url).pathname, platform: "browser", external: [/^node:/, "webgpu"], logLevel: "silent" });
  const { output } = await bundle.generate({ format: "esm" });
  await bundle.close();
  const [{ code }] = output;
  expect(output.flatMap((chunk) => (chunk.type === "chunk" ? [...chunk.imports, ...chunk.dynamicImports] : []))).toEqual([]);
  expect(code).toContain("navigator");
});
