import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRuntime, NdArray } from "@openhcs/core";
import { CustomFunctionManager, type CustomFunctionsChanged, type LoadFailure } from "@openhcs/custom-functions";
import { functions } from "@openhcs/functions";
import { fileStore } from "@openhcs/store-fs";
import { expect, onTestFinished, test } from "vitest";

const adding = (name: string, amount: number) => `import { ndarray, type NdArray } from "openhcs";

/** Adds ${amount}. */
export const ${name} = ndarray(function ${name}(image: NdArray) { return image.add(${amount}); });
`;
const image = () => NdArray.from([[[0, 1]]], "float32");

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "openhcs-stored-"));
  onTestFinished(() => { rmSync(path, { recursive: true }); });
  return path;
}

async function started(path: string) {
  const runtime = await createRuntime({ functions });
  const manager = new CustomFunctionManager({ runtime, stores: [fileStore({ folder: path })] });
  onTestFinished(() => runtime[Symbol.asyncDispose]());
  return { runtime, manager, report: await manager.loadAll() };
}

/** Saved as editors do: beside, then in its place. */
function save(path: string, text: string): void {
  writeFileSync(`${path}~`, text);
  renameSync(`${path}~`, path);
}

test("a registered function is a file named after it, and is there after a restart", async () => {
  const path = folder();
  const first = await started(path);
  await first.manager.registerFromCode(adding("kept", 1));
  expect(readFileSync(join(path, "kept.ts"), "utf8")).toBe(adding("kept", 1));
  expect(first.manager.info("kept")).toMatchObject({ filePath: join(path, "kept.ts"), persisted: true });
  await first.runtime[Symbol.asyncDispose]();
  const second = await started(path);
  expect(second.report).toEqual({ count: 1, failures: [], warnings: [] });
  expect((await second.runtime.run("openhcs:kept", image()) as NdArray).toNested()).toEqual([[[1, 2]]]);
  await second.manager.rename("kept", "renamed");
  expect(readdirSync(path).filter((file) => file.endsWith(".ts"))).toEqual(["renamed.ts"]);
  expect((await second.manager.history("renamed")).map(({ change }) => change)).toEqual(["renamed", "registered"]);
  expect(await second.manager.delete("renamed")).toBe(true);
  expect(readdirSync(path).filter((file) => file.endsWith(".ts"))).toEqual([]);
});

test("a file that is dropped into the folder, edited, broken, mended and deleted is followed", async () => {
  const path = folder();
  const { runtime, manager } = await started(path);
  const told = (event: "changed" | "failed") => new Promise<CustomFunctionsChanged | LoadFailure>((resolve) => { manager.events.once(event as "changed", resolve); });
  const file = join(path, "mine.ts");
  const value = async () => (await runtime.run("openhcs:mine", image()) as NdArray).toNested();

  let event = told("changed");
  save(file, adding("mine", 1));
  expect(await event).toMatchObject({ kind: "registered", functions: ["mine"] });
  event = told("changed");
  save(file, adding("mine", 2));
  expect(await event).toMatchObject({ kind: "edited" });
  expect(await value()).toEqual([[[2, 3]]]);
  event = told("failed");
  save(file, `${adding("mine", 3)}\nconst broken = ;\n`);
  expect(await event).toMatchObject({ filePath: file, line: 6, column: 16 });
  expect(await value()).toEqual([[[2, 3]]]);
  event = told("changed");
  save(file, adding("mine", 4));
  await event;
  expect(await value()).toEqual([[[4, 5]]]);
  event = told("changed");
  rmSync(file);
  expect(await event).toMatchObject({ kind: "deleted", removed: ["mine"] });
  expect(manager.list()).toEqual([]);
});

test("of a folder with a broken file everything else is loaded, and the broken one is told with its place", async () => {
  const path = folder();
  writeFileSync(join(path, "fine.ts"), adding("fine", 1));
  writeFileSync(join(path, "broken.ts"), "import fs from \"fs\";\n");
  const { report, runtime } = await started(path);
  expect(report).toMatchObject({ count: 1, failures: [{ sourceName: "broken", filePath: join(path, "broken.ts"), stage: "imports", line: 1, column: 1 }] });
  expect((await runtime.run("openhcs:fine", image()) as NdArray).toNested()).toEqual([[[1, 2]]]);
});
