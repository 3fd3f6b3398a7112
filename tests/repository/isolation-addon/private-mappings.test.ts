import { spawn } from "node:child_process";
import { once } from "node:events";
import { constants } from "node:os";
import { text } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import { loaded, addon, isIsolating, MiB, page, segment, pair, bytesOf, codeOf, start, hear, hardening } from "./workbench.js";

describe.skipIf(!isIsolating)("a private mapping (needs Linux and the addon)", () => {
  const filled = (bytes: number) => {
    const descriptor = segment(bytes);
    new Uint8Array(addon.mapShared(descriptor, bytes)).fill(7);
    return descriptor;
  };
  const path = JSON.stringify("path" in loaded && loaded.path);

  const writes: readonly (readonly [how: string, write: (buffer: ArrayBuffer) => unknown])[] = [
    ["a store", (buffer) => { new Uint8Array(buffer)[MiB - 1] = 7; }],
    ["a fill", (buffer) => new Float64Array(buffer, 8).fill(7)],
    ["a copy", (buffer) => new Uint8Array(buffer).copyWithin(1, 0)],
    ["an atomic addition", (buffer) => Atomics.add(new Int32Array(buffer), 5, 1)],
    ["a DataView", (buffer) => { new DataView(buffer).setInt16(page - 1, 1); }],
    ["receiving", (buffer) => { const [here, there] = pair(); addon.send(there, bytesOf("x"), 0, []); addon.receive(here, new Uint8Array(buffer, 100, 5)); }],
  ];
  it.each(writes)("knows that it was written to by %s, and becomes again what its segment is", async (_, write) => {
    const descriptor = filled(MiB);
    const buffer = addon.mapPrivate(descriptor, MiB), bytes = new Uint8Array(buffer);
    expect(bytes.every((value) => value === 7)).toBe(true);
    for (let round = 0; round < 3; round++) {
      expect(addon.isWritten(buffer)).toBe(false);
      await write(buffer);
      expect(addon.isWritten(buffer)).toBe(true);
      bytes[0] = 8;
      addon.pristine(buffer);
      expect(bytes.every((value) => value === 7)).toBe(true);
    }
    expect(addon.isWritten(buffer)).toBe(false);
    expect(addon.equalsSegment(buffer, descriptor)).toBe(true);
  });

  it("is not written to by reading, sending or writes to its neighbours", () => {
    const buffers = Array.from({ length: 20 }, () => addon.mapPrivate(filled(page), page));
    const [here] = pair();
    addon.send(here, new Uint8Array(buffers[3] as ArrayBuffer), 0, []);
    for (const [index, buffer] of buffers.entries()) if (index % 2 === 0) new Uint8Array(buffer).fill(1);
    expect(buffers.map(addon.isWritten)).toEqual(buffers.map((_, index) => index % 2 === 0));
  });

  it("takes another segment, as if that had been mapped there", () => {
    const buffer = addon.mapPrivate(filled(MiB), MiB), bytes = new Uint8Array(buffer);
    for (const before of ["as it is", "written to", "revoked"]) {
      if (before === "written to") bytes.fill(9);
      if (before === "revoked") addon.revoke(buffer, { watched: true });
      const descriptor = segment(MiB + page);
      new Uint8Array(addon.mapShared(descriptor, MiB)).fill(3);
      addon.remap(buffer, descriptor, { populate: before !== "written to" });
      expect([bytes.every((value) => value === 3), addon.isWritten(buffer), addon.equalsSegment(buffer, descriptor)]).toEqual([true, false, true]);
      bytes[5] = 4;
      expect([addon.isWritten(buffer), addon.equalsSegment(buffer, descriptor)]).toEqual([true, false]);
    }
    expect(codeOf(() => addon.remap(buffer, segment(page)))).toBe("EOVERFLOW mmap");
    expect(codeOf(() => addon.remap(buffer, pair()[0]))).toBe("EINVAL fcntl");
    expect(codeOf(() => addon.remap(addon.mapShared(segment(page), page), segment(page)))).toBe("EINVAL mmap");
    expect(codeOf(() => addon.remap(new ArrayBuffer(8), segment(page)))).toBe("EINVAL remap");
    expect(bytes[5]).toBe(4);
  });

  it("is told apart from a shared one", () => {
    const shared = addon.mapShared(segment(page), page);
    expect(codeOf(() => addon.isWritten(shared))).toBe("EINVAL isWritten");
    expect(codeOf(() => addon.pristine(shared))).toBe("EINVAL pristine");
    expect(codeOf(() => addon.pristine(new ArrayBuffer(8)))).toBe("EINVAL pristine");
  });

  it("beyond as many as can be watched may always have been written to, and still becomes what its segment is", () => {
    const descriptor = filled(page);
    const buffers = Array.from({ length: 4200 }, () => addon.mapPrivate(descriptor, page));
    for (const buffer of buffers) new Uint8Array(buffer)[0] = 1;
    const last = buffers.at(-1) as ArrayBuffer;
    addon.pristine(last);
    expect(new Uint8Array(last)[0]).toBe(7);
    expect(addon.isWritten(last)).toBe(true);
    for (const buffer of buffers) addon.revoke(buffer);
    expect(addon.isWritten(addon.mapPrivate(descriptor, page))).toBe(false);
  });

  it("counts as memory of a process from its first write on, without which it ends, and says why", async () => {
    const { id, socket, output } = start(`${hardening}
      const descriptor = addon.createSegment(${1024 * MiB});
      const used = Number(/VmData:\\s*(\\d+)/.exec(require("node:fs").readFileSync("/proc/self/status", "utf8"))[1]);
      harden().then(() => {
        say(String(used));
        addon.receive(3, new Uint8Array(1));
        const array = new Float64Array(addon.mapPrivate(descriptor, ${1024 * MiB}));
        let sum = 0;
        for (let i = 0; i < array.length; i += 512) sum += array[i];
        require("node:fs").writeSync(1, "read");
        array[5] = 1;
        require("node:fs").writeSync(1, "written");
      });`);
    addon.setLimits(id, { dataBytes: Number(hear(socket)) * 1024 + 512 * MiB, coreBytes: 0 });
    addon.send(socket, bytesOf("x"), 0, []);
    const { out, complaints, signal } = await output;
    expect([out, signal]).toEqual(["read", "SIGSEGV"]);
    expect(complaints).toContain("Cannot allocate memory");
  });

  /** Stores of compiled code, at every place, while garbage is collected. */
  const storing = `
    const store = (array, value) => { let kept = []; for (let i = 0; i < array.length; i++) { array[i] = array[i] * 2 + value; if (i % 64 === 0) kept.push({ i }); if (kept.length > 5000) kept = []; } };
    const rounds = (descriptor) => {
      const plain = new Float64Array(${MiB / 8}).fill(3);
      for (let round = 0; round < 60; round++) {
        const array = new Float64Array(addon.mapPrivate(descriptor, ${MiB})).subarray(round * 100), copy = plain.slice(round * 100);
        if (addon.isWritten(array.buffer)) throw new Error("written to");
        store(array, round);
        store(copy, round);
        if (!addon.isWritten(array.buffer) || array.some((value, index) => value !== copy[index])) throw new Error("round " + round);
        if (round % 3 === 0) addon.revoke(array.buffer, { watched: round % 2 === 0 });
        if (round % 3 === 1) addon.pristine(array.buffer);
      }
      return "right";
    };`;

  it("is written to by compiled code of a hardened process, which goes on as if nothing had been", async () => {
    const { output } = start(`${hardening} ${storing}
      const descriptor = addon.createSegment(${MiB});
      new Float64Array(addon.mapShared(descriptor, ${MiB})).fill(3);
      harden().then(() => { console.log(rounds(descriptor)); addon.exit(0); }, console.log);`);
    expect(await output).toEqual({ out: "right\n", complaints: "", code: 0, signal: null });
  });

  it("is written to by several threads at once, each its own", async () => {
    const { output } = start(`
      const { Worker, isMainThread, parentPort, workerData } = require("node:worker_threads");
      const source = ${JSON.stringify(`const addon = require(${path}); const { parentPort, workerData } = require("node:worker_threads"); ${storing} parentPort.postMessage(rounds(workerData));`)};
      const descriptor = addon.createSegment(${MiB});
      new Float64Array(addon.mapShared(descriptor, ${MiB})).fill(3);
      Promise.all([1, 2, 3].map(() => new Promise((settled) => {
        const worker = new Worker(source, { eval: true, workerData: descriptor });
        worker.on("message", settled).on("error", settled);
      }))).then((results) => console.log(results.join()));`);
    expect(await output).toEqual({ out: "right,right,right\n", complaints: "", code: 0, signal: null });
  });

  it("leaves the traps of WebAssembly to Node, even when the worker that mapped it first is gone", async () => {
    const child = spawn(process.execPath, ["-e", `
      const { Worker } = require("node:worker_threads");
      // (memory 1) (func (export "load") (param i32) (result i32) local.get 0 i32.load)
      const load = new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 6, 1, 96, 1, 127, 1, 127, 3, 2, 1, 0,
        5, 3, 1, 0, 1, 7, 8, 1, 4, 108, 111, 97, 100, 0, 0, 10, 9, 1, 7, 0, 32, 0, 40, 2, 0, 11]))).exports.load;
      const trap = () => { try { return load(1e8); } catch (error) { return error.constructor.name; } };
      new Worker(${JSON.stringify(`const addon = require(${path}); const buffer = addon.mapPrivate(addon.createSegment(1), 1); new Uint8Array(buffer)[0] = 1;`)}, { eval: true })
        .on("error", console.log).on("exit", () => console.log(load(8), trap()));`], { stdio: ["ignore", "pipe", "pipe"], env: {} });
    const [out, complaints, [code, signal]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
    expect({ out, complaints, code, signal }).toEqual({ out: "0 RuntimeError\n", complaints: "", code: 0, signal: null });
  });

  it("does not keep a process from ending by a fault that is none of its own", async () => {
    const { output } = start(`addon.mapPrivate(addon.createSegment(1), 1); process.kill(process.pid, "SIGSEGV"); setTimeout(() => console.log("survived"), 10_000);`);
    expect(await output).toMatchObject({ out: "", signal: "SIGSEGV" });
  });

  it("does not keep a hardened process, which cannot signal itself, from ending by such a signal of its parent's", async () => {
    const { id, socket, output } = start(`${hardening}
      addon.mapPrivate(addon.createSegment(1), 1);
      setTimeout(() => { require("node:fs").writeSync(1, "survived"); addon.exit(0); }, 10_000);
      harden().then(() => say("ready"));`);
    expect(hear(socket)).toBe("ready");
    process.kill(id, "SIGSEGV");
    expect(await output).toMatchObject({ out: "", code: 128 + constants.signals.SIGSEGV });
  });
});
