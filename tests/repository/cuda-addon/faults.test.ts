import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildStub, inProcess, missing, nothing } from "./stub-driver.js";

/** Every entry point that an opened device calls. */
const entries = [
  "cuDeviceGetCount", "cuDeviceGet", "cuDeviceGetName", "cuDeviceGetUuid", "cuDeviceTotalMem_v2", "cuDeviceGetAttribute", "cuDriverGetVersion", "cuDevicePrimaryCtxRetain",
  "cuDevicePrimaryCtxRelease_v2", "cuDevicePrimaryCtxReset_v2", "cuCtxPushCurrent_v2", "cuCtxPopCurrent_v2", "cuMemAlloc_v2", "cuMemAllocAsync", "cuMemFree_v2", "cuMemFreeAsync",
  "cuMemHostAlloc", "cuMemFreeHost", "cuMemcpyHtoDAsync_v2", "cuMemcpyDtoHAsync_v2", "cuMemcpyDtoDAsync_v2", "cuMemsetD8Async", "cuStreamCreate", "cuStreamDestroy_v2",
  "cuStreamSynchronize", "cuStreamWaitEvent", "cuEventCreate", "cuEventDestroy_v2", "cuEventRecord", "cuEventQuery", "cuEventSynchronize", "cuModuleLoadDataEx", "cuModuleUnload",
  "cuModuleGetFunction", "cuFuncGetAttribute", "cuLaunchKernel",
];
const faults: Readonly<Record<number, string>> = {
  1: "INVALID_ARGUMENT CUDA_ERROR_INVALID_VALUE", 2: "OUT_OF_MEMORY CUDA_ERROR_OUT_OF_MEMORY", 3: "NO_DRIVER CUDA_ERROR_NOT_INITIALIZED", 34: "NO_DRIVER CUDA_ERROR_STUB_LIBRARY",
  35: "NO_DRIVER CUDA_ERROR_INSUFFICIENT_DRIVER", 46: "DEVICE_LOST CUDA_ERROR_DEVICE_UNAVAILABLE", 100: "NO_DEVICE CUDA_ERROR_NO_DEVICE", 101: "NO_DEVICE CUDA_ERROR_INVALID_DEVICE",
  200: "BUILD_FAILED CUDA_ERROR_INVALID_IMAGE", 201: "DRIVER CUDA_ERROR_INVALID_CONTEXT", 209: "BUILD_FAILED CUDA_ERROR_NO_BINARY_FOR_GPU", 214: "DEVICE_LOST CUDA_ERROR_ECC_UNCORRECTABLE",
  218: "BUILD_FAILED CUDA_ERROR_INVALID_PTX", 222: "BUILD_FAILED CUDA_ERROR_UNSUPPORTED_PTX_VERSION", 304: "DRIVER CUDA_ERROR_OPERATING_SYSTEM", 400: "DRIVER CUDA_ERROR_INVALID_HANDLE",
  500: "INVALID_ARGUMENT CUDA_ERROR_NOT_FOUND", 700: "DEVICE_LOST CUDA_ERROR_ILLEGAL_ADDRESS", 701: "INVALID_ARGUMENT CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES",
  702: "DEVICE_LOST CUDA_ERROR_LAUNCH_TIMEOUT", 709: "DEVICE_LOST CUDA_ERROR_CONTEXT_IS_DESTROYED", 710: "DEVICE_LOST CUDA_ERROR_ASSERT", 714: "DEVICE_LOST CUDA_ERROR_HARDWARE_STACK_ERROR",
  715: "DEVICE_LOST CUDA_ERROR_ILLEGAL_INSTRUCTION", 716: "DEVICE_LOST CUDA_ERROR_MISALIGNED_ADDRESS", 717: "DEVICE_LOST CUDA_ERROR_INVALID_ADDRESS_SPACE",
  718: "DEVICE_LOST CUDA_ERROR_INVALID_PC", 719: "DEVICE_LOST CUDA_ERROR_LAUNCH_FAILED", 801: "UNSUPPORTED CUDA_ERROR_NOT_SUPPORTED", 803: "NO_DRIVER CUDA_ERROR_SYSTEM_DRIVER_MISMATCH",
  999: "DEVICE_LOST CUDA_ERROR_UNKNOWN", 4321: "DRIVER CUDA_ERROR_4321",
};
/** What only ends things: an error there is one of earlier work, of which nobody asks any more. (One that a context does not survive is seen by the next call.) */
const silent = new Set(["cuDevicePrimaryCtxRelease_v2", "cuDevicePrimaryCtxReset_v2", "cuMemFreeHost", "cuStreamDestroy_v2", "cuEventDestroy_v2"]);

/** Uses every method of a device once, and opens and closes it. */
const everything = `
  const everything = async () => {
    const device = addon.open(0, options);
    try {
      const program = device.load(new TextEncoder().encode("kernels")), kernel = device.kernel(program, "join_mm", "mm"), other = device.load(Uint8Array.of(1));
      const [a, b, c] = [8, 8, 8].map((bytes) => device.allocate(bytes)), bytes = new Uint8Array(8);
      await device.write(a, 0, bytes);
      device.fill(b, 0, 8, 1);
      device.launch(kernel, [1], [1], [a, b]);
      device.copy(b, 0, c, 0, 8);
      await device.ready(c);
      await device.read(c, 0, bytes);
      device.unload(other);
      device.free(c);
      device.free(device.allocate(8));
      await device.finish();
      device.allocate(8);
    } finally {
      device.close();
    }
  };`;

/** What hands memory to other devices and processes calls, with what orders that. */
const sharingEntries = [
  "cuMemGetAddressRange_v2", "cuIpcGetMemHandle", "cuIpcOpenMemHandle_v2", "cuIpcCloseMemHandle", "cuDeviceCanAccessPeer", "cuCtxEnablePeerAccess", "cuMemcpyPeerAsync", "cuStreamWaitEvent", "cuEventRecord",
  "cuMemAlloc_v2", "cuMemFree_v2",
];

/** Uses every method of two devices that shares memory once. */
const sharing = `
  const sharing = async () => {
    const device = addon.open(0, options);
    let peer;
    try {
      peer = addon.open(1, options);
      const lent = device.allocateForProcesses(8), far = peer.allocate(8), received = new Uint8Array(8);
      await device.write(lent, 0, Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8));
      const { bytes, offset } = device.processHandle(lent), opened = device.openProcessHandle(bytes, offset, 8);
      device.copy(opened, 4, lent, 0, 4);
      device.free(opened);
      if (!peer.links(device)) throw new Error("they are linked");
      peer.copyFrom(device, lent, 0, far, 0, 8);
      await peer.read(far, 0, received);
      device.free(lent);
      await device.finish();
      device.free(device.allocateForProcesses(8));
      return [...received];
    } finally {
      peer?.close();
      device.close();
    }
  };`;

describe.skipIf(missing)(`faults of the CUDA driver ${missing || ""}`, () => {
  let stub: ReturnType<typeof buildStub>;
  beforeAll(() => { stub = buildStub(); });
  afterAll(() => stub.remove());

  it.each(["1", "0"])("become typed errors, whatever the code and wherever it comes, and nothing leaks (memory pools: %s)", (pools) => {
    const { result, notes, misuses, live } = inProcess(stub, `${everything}
      const results = {};
      for (const entry of ${JSON.stringify(entries)}) {
        results[entry] = {};
        for (const code of ${JSON.stringify(Object.keys(faults))}) {
          process.env.STUB_CUDA_FAIL = entry + ":1:" + code + ":9999";
          results[entry][code] = await codeOf(everything);
        }
      }
      process.env.STUB_CUDA_FAIL = "";
      results.afterwards = await codeOf(everything);
      return results;`, { STUB_CUDA_POOLS: pools });
    const unused = new Set(pools === "1" ? ["cuMemAlloc_v2", "cuEventQuery", "cuMemFree_v2"] : ["cuMemAllocAsync", "cuMemFreeAsync"]);
    const { afterwards, ...results } = result as Record<string, Record<number, string>>;
    for (const entry of entries) {
      const isSeen = (fault: string) => (entry === "cuCtxPopCurrent_v2" ? fault.startsWith("DEVICE_LOST") : !silent.has(entry) && !unused.has(entry));
      const expected = Object.fromEntries(Object.entries(faults).map(([code, fault]) => [code, isSeen(fault) ? fault : "none"]));
      expect({ [entry]: results[entry] }).toEqual({ [entry]: expected });
    }
    expect(afterwards).toBe("none");
    expect(misuses).toEqual([]);
    expect(notes.flatMap(({ live: alive }) => (alive === undefined ? [] : [alive])).filter((alive) => JSON.stringify(alive) !== JSON.stringify(nothing))).toEqual([]);
    expect(live).toEqual(nothing);
  });

  it.each(["1", "0"])("in sharing memory become typed errors, and nothing leaks (memory pools: %s)", (pools) => {
    const { result, notes, misuses, live } = inProcess(stub, `${sharing}
      const results = {};
      for (const entry of ${JSON.stringify(sharingEntries)}) {
        results[entry] = {};
        for (const code of ${JSON.stringify(Object.keys(faults))}) {
          process.env.STUB_CUDA_FAIL = entry + ":1:" + code + ":9999";
          results[entry][code] = await codeOf(sharing);
        }
      }
      process.env.STUB_CUDA_FAIL = "";
      results.afterwards = await sharing();
      return results;`, { STUB_CUDA_POOLS: pools, STUB_CUDA_IPC_WITHIN: "1" });
    const { afterwards, ...results } = result as Record<string, Record<number, string>>;
    for (const entry of sharingEntries) expect({ [entry]: results[entry] }).toEqual({ [entry]: faults });
    expect(afterwards).toEqual([5, 6, 7, 8, 5, 6, 7, 8]);
    expect(misuses).toEqual([]);
    // Told also between the opening of the two.
    expect(notes.flatMap(({ live: alive }) => (alive === undefined ? [] : [{ ...alive, contexts: 0 }])).filter((alive) => JSON.stringify(alive) !== JSON.stringify(nothing))).toEqual([]);
    expect(live).toEqual(nothing);
  });

  it.each(["1", "0"])("of memory leave the device as it was (memory pools: %s)", (pools) => {
    const { result, live } = inProcess(stub, `
      const device = addon.open(0, options), half = device.allocate(600), refused = await codeOf(() => device.allocate(600));
      device.free(half);
      await device.write(device.allocate(900), 0, new Uint8Array(900));
      device.close();
      return refused;`, { STUB_CUDA_MEMORY: "1000", STUB_CUDA_POOLS: pools });
    expect(result).toBe("OUT_OF_MEMORY CUDA_ERROR_OUT_OF_MEMORY");
    expect(live).toEqual(nothing);
  });

  it("of memory do not come from what is freed but still in use: that is waited for", () => {
    const { result, misuses } = inProcess(stub, `
      const device = addon.open(0, options), slow = device.kernel(device.load(Uint8Array.of(1)), "slow", "mi"), most = device.allocate(900);
      device.launch(slow, [1], [1], [most, 100]);
      device.free(most);
      const allocated = await codeOf(() => device.allocate(900));
      device.close();
      return allocated;`, { STUB_CUDA_MEMORY: "1000", STUB_CUDA_POOLS: "0" });
    expect([result, misuses]).toEqual(["none", []]);
  });

  it("in a program that does not load come with what the driver says of it", () => {
    const { result } = inProcess(stub, `
      const device = addon.open(0, options);
      try { device.load(new TextEncoder().encode("BAD")); } catch ({ code, status, log }) { return { code, status, log }; } finally { device.close(); }`);
    expect(result).toEqual({ code: "BUILD_FAILED", status: "CUDA_ERROR_INVALID_PTX", log: "ptxas fatal: line 1: BAD" });
  });

  it("that end the context make everything on it fail with the first cause, and it opens anew", () => {
    const { result, notes, misuses, live } = inProcess(stub, `
      const device = addon.open(0, options), sharing = addon.open(0, options), other = addon.open(1, options), codes = [];
      const [memory, shared] = [device.allocate(4), sharing.allocate(4)], program = device.load(Uint8Array.of(1));
      device.launch(device.kernel(program, "fault", "m"), [1], [1], [memory]);
      let message;
      await device.ready(memory).catch((error) => { codes.push(error.code + " " + error.status); message = error.message; });
      for (const action of [() => device.allocate(4), () => device.write(memory, 0, new Uint8Array(4)), () => device.free(memory), () => device.finish(), () => sharing.ready(shared), () => device.load(Uint8Array.of(1))]) {
        codes.push(await codeOf(action));
      }
      const unaffected = await codeOf(() => other.fill(other.allocate(4), 0, 4, 1));
      const again = addon.open(0, options), anew = again.allocate(4), bytes = new Uint8Array(4);
      again.fill(anew, 0, 4, 5);
      await again.read(anew, 0, bytes);
      const still = await codeOf(() => device.allocate(4));
      for (const opened of [device, sharing, other, again]) opened.close();
      const closed = await codeOf(() => device.allocate(4));
      return { codes, message, unaffected, bytes: [...bytes], still, closed };`);
    expect(result).toEqual({
      codes: Array.from({ length: 7 }, () => "DEVICE_LOST CUDA_ERROR_ILLEGAL_ADDRESS"),
      message: "cuda: what was enqueued failed: CUDA_ERROR_ILLEGAL_ADDRESS. The device's memory is lost; open the device again.",
      unaffected: "none", bytes: [5, 5, 5, 5], still: "DEVICE_LOST CUDA_ERROR_ILLEGAL_ADDRESS", closed: "CLOSED",
    });
    expect(notes.filter(({ call }) => call === "retain" || call === "release" || call === "reset")).toEqual([
      { call: "retain", device: 0 }, { call: "retain", device: 1 }, { call: "release", device: 0 }, { call: "reset", device: 0 }, { call: "retain", device: 0 },
      { call: "release", device: 1 }, { call: "release", device: 0 },
    ]);
    expect([misuses, live]).toEqual([[], nothing]);
  });

  it("that end the context while other threads are in it end their calls, too, before it is reset", () => {
    const { result, misuses, live } = inProcess(stub, `
      const device = addon.open(0, options), program = device.load(Uint8Array.of(1)), [a, b] = [device.allocate(4), device.allocate(4)];
      device.launch(device.kernel(program, "slow", "mi"), [1], [1], [a, 300]);
      const waiting = codeOf(() => device.ready(a));
      device.launch(device.kernel(program, "fault", "m"), [1], [1], [b]);
      const first = await codeOf(() => device.ready(b));
      const again = addon.open(0, options), opened = await codeOf(() => again.allocate(4));
      const codes = [first, await waiting, opened];
      again.close();
      device.close();
      return codes;`);
    expect(result).toEqual(["DEVICE_LOST CUDA_ERROR_ILLEGAL_ADDRESS", "DEVICE_LOST CUDA_ERROR_ILLEGAL_ADDRESS", "none"]);
    expect([misuses, live]).toEqual([[], nothing]);
  });

  it("that no new context heals say that a new process is needed", () => {
    const { result } = inProcess(stub, `process.env.STUB_CUDA_FAIL = "cuDevicePrimaryCtxRetain:1:719"; try { addon.open(0, options); } catch ({ code, message }) { return { code, message }; }`);
    expect(result).toEqual({ code: "DEVICE_LOST", message: "cuda: making a context of the device failed: CUDA_ERROR_LAUNCH_FAILED. Where it stays so, only a new process gets to the device again." });
  });
});

describe.skipIf(missing)(`closing a CUDA device ${missing || ""}`, () => {
  let stub: ReturnType<typeof buildStub>;
  beforeAll(() => { stub = buildStub(); });
  afterAll(() => stub.remove());

  it("frees everything, once, and what is called later is refused", () => {
    const { result, misuses, live } = inProcess(stub, `${everything}
      const device = addon.open(0, options), memory = device.allocate(4);
      await device.write(memory, 0, new Uint8Array(4));
      device.close();
      device.close();
      const codes = [];
      for (const action of [() => device.allocate(4), () => device.wrap(new Uint8Array(4)), () => device.free(memory), () => device.write(memory, 0, new Uint8Array(4)), () => device.read(memory, 0, new Uint8Array(4)),
        () => device.copy(memory, 0, memory, 2, 1), () => device.fill(memory, 0, 1, 0), () => device.ready(memory), () => device.build("", []), () => device.load(Uint8Array.of(1)), () => device.unload(1),
        () => device.kernel(1, "a", ""), () => device.finish()]) codes.push(await codeOf(action));
      return { codes: [...new Set(codes)], name: device.facts.name };`);
    expect(result).toEqual({ codes: ["CLOSED"], name: "Stub A" });
    expect([misuses, live]).toEqual([[], nothing]);
  });

  it("waits for what runs, and ends transfers between their parts", () => {
    const { result, misuses, live } = inProcess(stub, `
      const device = addon.open(0, options), slow = device.kernel(device.load(Uint8Array.of(1)), "slow", "mi"), [a, b] = [device.allocate(8 * 2 ** 20), device.allocate(8)];
      device.launch(slow, [1], [1], [a, 200]);
      const begin = performance.now();
      device.launch(slow, [1], [1], [b, 300]);
      const calls = [device.write(a, 0, new Uint8Array(8 * 2 ** 20)), device.read(b, 0, new Uint8Array(8)), device.ready(b), device.finish()].map((call) => codeOf(() => call));
      await pause(50);
      device.close();
      return { waited: performance.now() - begin >= 290, ends: (await Promise.all(calls)).every((end) => end === "none" || end === "CLOSED") };`);
    expect(result).toEqual({ waited: true, ends: true });
    expect([misuses, live]).toEqual([[], nothing]);
  });

  it("happens by itself when the process ends", () => {
    const { misuses, live } = inProcess(stub, `const device = addon.open(0, options); await device.write(device.allocate(4), 0, new Uint8Array(4)); device.launch(device.kernel(device.load(Uint8Array.of(1)), "none", ""), [1], [1], []);`);
    expect([misuses, live]).toEqual([[], nothing]);
  });
});
