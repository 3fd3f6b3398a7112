import { once } from "node:events";
import { fstatSync } from "node:fs";
import { Socket } from "node:net";
import { describe, expect, it } from "vitest";
import { addon, owned, isIsolating, MiB, page, keep, segment, pair, bytesOf, codeOf, start, hear } from "./workbench.js";

describe.skipIf(!isIsolating)("a connection (needs Linux and the addon)", () => {
  it("carries descriptors in order, never later than their bytes", () => {
    const [here, there] = pair();
    const messages = ["a", "bb", "ccc"].map((message, index) => {
      const descriptors = Array.from({ length: index + 1 }, () => segment(page * (owned.length + 1)));
      expect(addon.send(here, bytesOf(message), 0, descriptors)).toBe(message.length);
      return { message, sizes: descriptors.map((descriptor) => fstatSync(descriptor).size) };
    });
    const arrived = { message: "", sizes: [] as number[] };
    const buffer = new Uint8Array(2);
    while (arrived.message.length < 6) {
      const received = addon.receive(there, buffer);
      arrived.message += new TextDecoder().decode(buffer.subarray(0, received?.bytes));
      arrived.sizes.push(...(received?.descriptors ?? []).map((descriptor) => fstatSync(keep(descriptor)).size));
      const due = messages.filter((_, index) => arrived.message.length > messages.slice(0, index).reduce((sum, { message }) => sum + message.length, 0));
      expect(arrived.sizes.length).toBeGreaterThanOrEqual(due.flatMap(({ sizes }) => sizes).length);
    }
    expect(arrived).toEqual({ message: "abbccc", sizes: messages.flatMap(({ sizes }) => sizes) });
  });

  it("gives another process a segment, which reads it and writes back", async () => {
    const descriptor = segment(MiB);
    const shared = new Float64Array(addon.mapShared(descriptor, MiB)).fill(21);
    const { socket, output } = start(`
      const { descriptors: [descriptor] } = addon.receive(3, new Uint8Array(10));
      const array = new Float64Array(addon.mapShared(descriptor, ${MiB}));
      array.forEach((value, index) => { array[index] = value * 2; });`);
    addon.send(socket, bytesOf("x"), 0, [descriptor]);
    expect(await output).toMatchObject({ code: 0, complaints: "" });
    expect(shared.every((value) => value === 42)).toBe(true);
  });

  it("takes what it has room for where the other side does not read, then nothing, and loses none of it", () => {
    const [here, there] = pair();
    const message = Uint8Array.from({ length: 4 * MiB }, (_, index) => index % 251);
    let sent = 0;
    for (let taken = -1; taken !== 0; sent += taken) taken = addon.send(here, message, sent, []);
    expect(sent).toBeGreaterThan(0);
    expect(sent).toBeLessThan(message.length);
    expect(addon.send(here, message, sent, [segment(page)], 10)).toBe(0);
    const received = new Uint8Array(sent);
    for (let at = 0; at < sent;) {
      const part = addon.receive(there, received.subarray(at), 0);
      expect(part?.descriptors).toEqual([]);
      at += part?.bytes ?? Number.NaN;
    }
    expect(Buffer.compare(received, message.subarray(0, sent))).toBe(0);
    expect(addon.receive(there, received, 0)).toBeUndefined();
  });

  it("waits for room where it is told to, while the other side reads", async () => {
    const { socket, output } = start(`console.log(addon.send(3, new Uint8Array(100), 0, [], Infinity)); let sent = 0; while (sent < ${4 * MiB}) sent += addon.send(3, new Uint8Array(${4 * MiB}), sent, [], Infinity);`);
    const stream = new Socket({ fd: owned.splice(owned.indexOf(socket), 1)[0] as number });
    let read = 0;
    stream.on("data", ({ length }) => { read += length; });
    await once(stream, "close");
    expect(await output).toMatchObject({ code: 0, out: "100\n" });
    expect(read).toBe(4 * MiB + 100);
  });

  it("gives no bytes at its end, and refuses to send to nobody without a signal", () => {
    const [here, there] = addon.socketPair();
    addon.send(here, bytesOf("last"), 0, []);
    addon.close(here);
    keep(there);
    expect(addon.receive(there, new Uint8Array(10))).toEqual({ bytes: 4, descriptors: [] });
    expect(addon.receive(there, new Uint8Array(10))).toEqual({ bytes: 0, descriptors: [] });
    expect(codeOf(() => addon.send(there, bytesOf("x"), 0, []))).toBe("EPIPE sendto");
  });

  it("waits no longer than told", () => {
    const [here] = pair();
    expect(addon.receive(here, new Uint8Array(1), 0)).toBeUndefined();
    expect(addon.receive(here, new Uint8Array(1), 5)).toBeUndefined();
  });

  it("is broken by descriptors that there is no room for, and keeps none of them", async () => {
    const { id, socket, output } = start(`
      addon.send(3, new Uint8Array(1), 0, []);
      try { addon.receive(3, new Uint8Array(10)); } catch ({ code }) { console.log(code); }
      console.log(require("node:fs").readdirSync("/proc/self/fd").length < 40);`);
    hear(socket);
    addon.setLimits(id, { openFiles: 40 });
    addon.send(socket, bytesOf("x"), 0, Array.from({ length: 60 }, () => segment(page)));
    expect((await output).out).toBe("EMFILE\ntrue\n");
  });

  it("is asked for nothing impossible", () => {
    const [here] = pair();
    const bytes = bytesOf("abc");
    const impossible: readonly (readonly [() => unknown, string])[] = [
      [() => addon.send(here, bytes, 4, []), "EINVAL send"],
      [() => addon.send(here, bytes, -1, []), "EINVAL send"],
      [() => addon.send(here, bytes, 3, [here]), "EINVAL send"],
      [() => addon.send(here, "abc" as never, 0, []), "EINVAL send"],
      [() => addon.send(here, new Uint16Array(2) as never, 0, []), "EINVAL send"],
      [() => addon.send(here, bytes, 0, here as never), "EINVAL send"],
      [() => addon.send(here, bytes, 0, [-1]), "EINVAL send"],
      [() => addon.send(here, bytes, 0, Array.from({ length: 254 }, () => here)), "EINVAL send"],
      [() => addon.send(here, bytes, 0, [1e6]), "EBADF sendmsg"],
      [() => addon.send(here, bytes, 0, [], -1), "EINVAL send"],
      [() => addon.send(segment(page), bytes, 0, []), "ENOTSOCK sendto"],
      [() => addon.receive(here, new Uint8Array(0)), "EINVAL receive"],
      [() => addon.receive(here, new ArrayBuffer(8) as never), "EINVAL receive"],
      [() => addon.receive(here, bytes, Number.NaN), "EINVAL receive"],
      [() => addon.receive("3" as never, bytes), "EINVAL receive"],
    ];
    for (const [action, code] of impossible) expect([codeOf(action), String(action)]).toEqual([code, String(action)]);
    const throwing = Object.defineProperty([0], 0, { get: () => { throw new RangeError("of the getter"); } });
    expect(() => addon.send(here, bytes, 0, throwing)).toThrow(new RangeError("of the getter"));
    expect(() => addon.setLimits(process.pid, { get dataBytes(): number { throw new RangeError("of the getter"); } })).toThrow(new RangeError("of the getter"));
    expect(addon.send(here, bytes, 3, [])).toBe(0);
  });
});
