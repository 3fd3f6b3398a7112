import { execFile, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { createRuntime, NdArray, type ArraySpec, type Interchange, type Runtime } from "@openhcs/core";
import { opencl } from "@openhcs/backend-opencl";
import { expect, onTestFinished, test, vi, type TestContext } from "vitest";
import { openSession } from "./open-device.js";

const here = fileURLToPath(new URL(".", import.meta.url));

async function openRuntime(context: TestContext): Promise<Runtime> {
  await openSession(context);
  const runtime = await createRuntime({ backends: [opencl({ cacheFolder: false })] });
  onTestFinished(() => runtime[Symbol.asyncDispose]());
  return runtime;
}

const start = `
  import { createRuntime, NdArray } from "@openhcs/core";
  import { opencl } from "@openhcs/backend-opencl";
  const runtime = await createRuntime({ backends: [opencl({ cacheFolder: false })] });`;

/** Runs a module in a process of its own, with `given` as it was sent there. */
async function elsewhere(body: string, given: unknown = null): Promise<unknown> {
  const script = `${start} const given = JSON.parse(process.argv[1]); ${body}`;
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", script, JSON.stringify(given)], { cwd: here });
  return JSON.parse(stdout);
}

const fileOf = ({ handle }: Interchange) => `/dev/shm${(handle as { name: string }).name}`;
const hasFolder = existsSync("/dev/shm");
const bytesHeld = (runtime: Runtime) => runtime.memory().find(({ memoryType }) => memoryType === "opencl")?.bytes ?? 0;

test("an array goes to another process and another one comes back, by names of shared memory", async (context) => {
  const runtime = await openRuntime(context);
  const image = NdArray.from([[1.5, 2, 3], [4, 5, 6]], "float32");
  using loan = await runtime.export(await runtime.to(image, "opencl", { copy: true }), "shared-memory");
  const answer = await elsewhere(`
    const taken = await runtime.import(given, "opencl");
    const counted = runtime.memory().find(({ memoryType }) => memoryType === "opencl")?.bytes ?? 0;
    const host = await runtime.to(taken, "ndarray", { copy: true });
    console.log(JSON.stringify({ sum: host.sum(), spec: runtime.spec(taken), counted }));`, loan);
  expect(answer).toEqual({ sum: 21.5, spec: { memoryType: "opencl", device: 0, dtype: "float32", shape: [2, 3], bytes: 24 }, counted: 0 });
  if (hasFolder) expect(existsSync(fileOf(loan))).toBe(true);
  loan.release();
  loan.release();
  expect(existsSync(fileOf(loan))).toBe(false);
});

test("what took an array in keeps it after its release, and lets go of it", async (context) => {
  const runtime = await openRuntime(context);
  const loan = await runtime.export(await runtime.to(NdArray.from([7, 8, 9], "int64"), "opencl"), "shared-memory");
  let ended = 0;
  const taken = await runtime.import({ ...JSON.parse(JSON.stringify(loan)) as Interchange, release: () => { ended++; } }, "opencl");
  loan.release();
  expect((await runtime.to(taken, "ndarray", { copy: true })).toNested()).toEqual([7n, 8n, 9n]);
  expect([ended, bytesHeld(runtime)]).toEqual([0, 0]);
  runtime.dispose(taken);
  await vi.waitFor(() => expect(ended).toBe(1));
  await expect(runtime.import(loan, "opencl")).rejects.toMatchObject({ code: "INTERCHANGE_REFUSED", form: "shared-memory", reason: expect.stringContaining("its loan was released") });
});

test("a copy that is asked for is memory of its own", async (context) => {
  const runtime = await openRuntime(context);
  using loan = await runtime.export(await runtime.to(NdArray.from([7, 8], "uint8"), "opencl"), "shared-memory");
  const taken = await runtime.import(loan, "opencl", { copy: true });
  expect(bytesHeld(runtime)).toBe(2);
  expect((await runtime.to(taken, "ndarray")).toNested()).toEqual([7, 8]);
});

test("where there is no memory for a copy, the loan stays the lender's, and can be taken in later", async (context) => {
  await openSession(context);
  const runtime = await createRuntime({ backends: [opencl({ cacheFolder: false, memoryLimit: 1024 })] });
  onTestFinished(() => runtime[Symbol.asyncDispose]());
  const filling = await runtime.to(NdArray.zeros([1024], "uint8"), "opencl", { copy: true });
  using loan = await runtime.export(filling, "shared-memory");
  await expect(runtime.import(loan, "opencl", { copy: true })).rejects.toMatchObject({ code: "OUT_OF_MEMORY" });
  runtime.dispose(filling);
  expect(runtime.spec(await runtime.import(loan, "opencl", { copy: true }))).toMatchObject({ shape: [1024], dtype: "uint8" });
});

test("an array without elements needs no memory of the system", async (context) => {
  const runtime = await openRuntime(context);
  const loan = await runtime.export(await runtime.to(NdArray.zeros([0, 4], "uint8"), "opencl"), "shared-memory");
  expect(loan.handle).toEqual({ name: "", bytes: 0 });
  expect(runtime.spec(await runtime.import(loan, "opencl"))).toMatchObject({ shape: [0, 4] });
});

test.skipIf(!hasFolder).for([["ends", ""], ["exits", "process.exit(0);"], ["fails", "throw new Error('failed');"]] as const)("a process that %s leaves nothing behind", async ([, last], context) => {
  await openSession(context);
  const script = `${start}
    const loan = await runtime.export(await runtime.to(NdArray.zeros([1000]), "opencl"), "shared-memory");
    console.log(loan.handle.name);
    ${last}`;
  const { stdout } = spawnSync(process.execPath, ["--input-type=module", "-e", script], { cwd: here, encoding: "utf8" });
  expect(stdout).toMatch(/^\/openhcs-/);
  expect(existsSync(`/dev/shm${stdout.trim()}`)).toBe(false);
});

const spec: ArraySpec = { memoryType: "opencl", device: 0, dtype: "uint8", shape: [4], bytes: 4 };
test.for([
  ["no handle", { spec, handle: undefined }, "the handle must have the name of a segment and its bytes"],
  ["a name that leads elsewhere", { spec, handle: { name: "/../etc/passwd", bytes: 4 } }, "the handle must have the name of a segment and its bytes"],
  ["a name that no loan has", { spec, handle: { name: "/somebody-else", bytes: 4 } }, "the handle must have the name of a segment and its bytes"],
  ["other bytes than its spec has", { spec, handle: { name: "/openhcs-none", bytes: 5 } }, "an array of uint8 and the shape [4] has 4 bytes, and the handle tells of 5"],
  ["no spec", { spec: undefined as unknown as ArraySpec, handle: { name: "/openhcs-none", bytes: 5 } }, "the spec must have a dtype and a shape"],
  ["a segment that is not there", { spec, handle: { name: "/openhcs-none", bytes: 4 } }, "no segment has this name: its loan was released, or the process that lent it has ended"],
] as const)("%s is refused with the reason", async ([, given, reason], context) => {
  const runtime = await openRuntime(context);
  await expect(runtime.import({ form: "shared-memory", ...given }, "opencl")).rejects.toMatchObject({ code: "INTERCHANGE_REFUSED", reason });
});

test("a segment that is shorter than it says is refused", async (context) => {
  const runtime = await openRuntime(context);
  using loan = await runtime.export(await runtime.to(NdArray.zeros([4], "uint8"), "opencl"), "shared-memory");
  const handle = { ...loan.handle as object, bytes: 5 };
  await expect(runtime.import({ form: "shared-memory", spec: { ...spec, shape: [5] }, handle }, "opencl")).rejects.toMatchObject({ code: "INTERCHANGE_REFUSED", reason: expect.stringContaining("too large") });
});

test("no transfer comes of a form between processes", async (context) => {
  const runtime = await openRuntime(context);
  expect(runtime.transfers.flatMap(({ transfer }) => transfer.form ?? [])).not.toContain("shared-memory");
});
