import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { build, type Rollup } from "vite";

test("bundled for a browser, it reads nothing of Node, and gpu.js only when it is opened", async () => {
  const entry = fileURLToPath(import.meta.resolve("@openhcs/backend-gpujs"));
  const [{ output }] = await build({ configFile: false, logLevel: "silent", build: { write: false, minify: false, lib: { entry, formats: ["es"] } } }) as [Rollup.RollupOutput];
  const chunks = output.filter((each) => each.type === "chunk");
  const isOfNode = (id: string) => id.startsWith("node:") || id.includes("browser-external");
  const isGpuJs = (id: string) => id.includes("/gpu.js/");
  expect(chunks.flatMap(({ moduleIds, imports }) => [...moduleIds, ...imports]).filter(isOfNode)).toEqual([]);
  expect(chunks.filter(({ moduleIds }) => moduleIds.some(isGpuJs)).map(({ isEntry, isDynamicEntry }) => [isEntry, isDynamicEntry])).toEqual([[false, true]]);
});
