import { createRuntime, NdArray } from "@openhcs/core";
import { opencl } from "@openhcs/backend-opencl";
import { composeSource } from "@openhcs/device";
import { findOpenCl } from "@openhcs/native/opencl";
import { expect, test } from "vitest";
import { openSession } from "./open-device.js";

test("a device is chosen by number, by a part of its name, and told with its facts", async (context) => {
  const session = await openSession(context);
  const { name } = session.device(0).facts;
  for (const device of [0, name, name.slice(1, 9).toUpperCase()]) {
    const verdict = await opencl({ device }).probe();
    expect(verdict).toMatchObject({ devices: [{ name }] });
  }
});

test.for([[99, "opencl has no device 99; there are 0: "], ["no such", 'opencl has no device "no such"; there are 0: ']] as const)(
  "a device that is not there is a reason that lists those that are: %s", async ([device, reason], context) => {
    await openSession(context);
    const verdict = await opencl({ device }).probe();
    expect(verdict).toMatchObject({ reason: expect.stringContaining(reason) });
  });

test.for([
  [{ memoryLimit: "1MB" }, 'option "memoryLimit" must be a whole number of bytes from 1, received "1MB".'], [{ memoryLimit: -1 }, "from 1, received -1."], [{ cacheLimit: 0 }, 'option "cacheLimit" must be'],
  [{ memorylimit: 1 }, 'option "memorylimit" does not exist; nearest: memoryLimit.'], [{ devices: "all" }, 'option "devices" must be a list of devices, received "all".'], [{ library: "" }, 'option "library" must be a path'],
] as const)("options that are none are refused at once: %o", ([options, message]) => {
  expect(() => opencl(options as never)).toThrow(expect.objectContaining({ code: "INVALID_OPTION", message: expect.stringContaining(message) }));
});

test("what is kept of a probe holds for the addon that there is", () => {
  const backend = opencl();
  expect(backend.fingerprint?.()).toContain("opencl.node");
  expect(findOpenCl({ folder: "/nowhere" })).toBeUndefined();
});

test("one device under two numbers is two places, between which arrays move", async (context) => {
  await openSession(context);
  await using runtime = await createRuntime({ backends: [opencl({ devices: [0, 0] })] });
  const first = await runtime.to(NdArray.from([1, 2, 3]), "opencl", { device: 0 });
  const second = await runtime.to(first, "opencl", { device: 1 });
  expect(runtime.spec(second).device).toBe(1);
  expect([...((await runtime.to(second, "ndarray")) as NdArray).data]).toEqual([1, 2, 3]);
});

test.for([["a path where nothing is", "/nowhere/libOpenCL.so.1", "does not load"], ["a library that is not OpenCL", "libm.so.6", "lacks clGetPlatformIDs"]] as const)(
  "%s is a reason with a remedy, not a crash", async ([, library, reason]) => {
    const verdict = await opencl({ library }).probe();
    expect(verdict).toMatchObject({ reason: expect.stringContaining(reason), remedy: expect.stringContaining("pocl-opencl-icd") });
  });

test("closing while a kernel compiles and an array is written waits for both, and refuses what comes later", async (context) => {
  const session = await openSession(context);
  const device = session.device(0);
  const made = device.array("uint8", [2 ** 26]);
  const text = `KERNEL busy(GLOBAL float *out) { out[0] = ${Array.from({ length: 300 }, (_, i) => `sin(out[${i}])`).join(" + ")}; }`;
  const under = Promise.allSettled([device.program(composeSource("busy.cl", text)), device.write(made.buffer, new Uint8Array(2 ** 26))]);
  await session.close();
  for (const { status } of await under) expect(status).toBe("fulfilled");
  await expect(device.ready(made.buffer)).rejects.toMatchObject({ code: "DEVICE_FAILED", fault: "CLOSED" });
});
