import { readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { KernelBuildError } from "@openhcs/core";
import { composeSource } from "@openhcs/device";
import { expect, test } from "vitest";
import { openSession, openWork, temporaryFolder } from "./open-device.js";

const fill = composeSource("fill.cl", "KERNEL fill(GLOBAL float *out, i64 size, float value) { const i64 i = global_x(); if (i < size) out[i] = value; }");

async function filled(context: Parameters<typeof openWork>[0], cacheFolder: string | false): Promise<number[]> {
  const work = await openWork(context, { cacheFolder });
  const out = work.array("float32", [3]);
  (await work.program(fill)).launch("fill", 3, [out, 3, 1.5]);
  return [...new Float32Array((await work.read(out)).buffer)];
}

test("an error tells the line, the column and the text of the kernel's own source", async (context) => {
  const work = await openWork(context);
  const source = composeSource("mine.cl", "KERNEL broken(GLOBAL float *out) {\n  int a = 1;\n  out[0] = nothing + a;\n}", { elements: { IN: "uint16" } });
  const error = await work.program(source).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(KernelBuildError);
  const { messages, message } = error as KernelBuildError;
  expect(messages[0]).toMatchObject({ line: 3, column: 12, snippet: "  out[0] = nothing + a;" });
  expect(message).toContain("mine.cl:3:12:");
  expect(message).toContain("nothing");
});

test("a kernel that does not compile disturbs no later one", async (context) => {
  const work = await openWork(context);
  await expect(work.program(composeSource("bad.cl", "KERNEL bad(GLOBAL float *out) { out[0] = ; }"))).rejects.toThrow(KernelBuildError);
  const out = work.array("float32", [2]);
  (await work.program(fill)).launch("fill", 2, [out, 2, 7]);
  expect([...new Float32Array((await work.read(out)).buffer)]).toEqual([7, 7]);
});

test("a compiled kernel is kept on disk and serves the next session", async (context) => {
  const folder = temporaryFolder();
  expect(await filled(context, folder)).toEqual([1.5, 1.5, 1.5]);
  const [kept = ""] = readdirSync(folder);
  const before = readFileSync(join(folder, kept));
  expect(await filled(context, folder)).toEqual([1.5, 1.5, 1.5]);
  expect(readdirSync(folder)).toEqual([kept]);
  expect(readFileSync(join(folder, kept)).equals(before)).toBe(true);
});

test.for([["cut off", (file: string) => truncateSync(file, 100)], ["overwritten", (file: string) => writeFileSync(file, "not a kernel")]] as const)(
  "a kept kernel that is %s is compiled again", async ([, damage], context) => {
    const folder = temporaryFolder();
    await filled(context, folder);
    const file = join(folder, readdirSync(folder)[0] as string);
    damage(file);
    expect(await filled(context, folder)).toEqual([1.5, 1.5, 1.5]);
    expect(readFileSync(file).length).toBeGreaterThan(1000);
  });

test("a launch that the driver refuses is a typed error, and later ones work", async (context) => {
  const work = await openWork(context);
  const program = await work.program(fill);
  const out = work.array("float32", [2]);
  expect(() => program.launch("fill", { items: [2], group: [2 ** 20] }, [out, 2, 1])).toThrow(expect.objectContaining({ code: "DEVICE_FAILED", status: "CL_INVALID_WORK_GROUP_SIZE" }));
  program.launch("fill", 2, [out, 2, 3]);
  expect([...new Float32Array((await work.read(out)).buffer)]).toEqual([3, 3]);
});

test("without a folder nothing is kept, and kernels run", async (context) => {
  expect(await filled(context, false)).toEqual([1.5, 1.5, 1.5]);
});

test("a kernel is compiled once however many ask for it at once", async (context) => {
  const session = await openSession(context);
  const device = session.device(0);
  const [one, other] = await Promise.all([device.program(fill), device.program(fill)]);
  expect(one).toBe(other);
});
