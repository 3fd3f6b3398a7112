import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildStub, inProcess, missing, nothing } from "./stub-driver.js";

const open = `
  const device = addon.open(0, options), peer = addon.open(1, options), other = addon.open(0, options);
  const bytes = (memory, from, length = 8) => { const received = new Uint8Array(length); return from.read(memory, 0, received).then(() => [...received]); };
  const close = () => { for (const opened of [device, peer, other]) opened.close(); };`;

describe.skipIf(missing)(`memory of CUDA devices that others use ${missing || ""}`, () => {
  let stub: ReturnType<typeof buildStub>;
  beforeAll(() => { stub = buildStub(); });
  afterAll(() => stub.remove());
  const run = (body: string, env: Record<string, string> = {}) => {
    const outcome = inProcess(stub, `${open} ${body}`, env);
    expect(outcome.misuses).toEqual([]);
    expect(outcome.live).toEqual(nothing);
    return outcome;
  };

  it.each(["1", "0"])("is copied between devices in order with what is enqueued on both sides, and nothing waits for it here (memory pools: %s)", (pools) => {
    const { result, notes } = run(`
      const slow = device.kernel(device.load(Uint8Array.of(1)), "slow", "mi"), [from, into] = [device.allocate(8), peer.allocate(8)];
      device.fill(from, 0, 8, 3);
      device.launch(slow, [1], [1], [from, 300]);
      const begin = performance.now();
      peer.copyFrom(device, from, 2, into, 4, 4);
      device.fill(from, 0, 8, 9);
      device.free(from);
      const enqueued = performance.now() - begin;
      await peer.ready(into);
      const ready = performance.now() - begin;
      const copied = (await bytes(into, peer)).slice(4);
      await device.finish();
      device.allocate(8);
      close();
      return { copied, soon: enqueued < 250, late: ready >= 280 };`, { STUB_CUDA_POOLS: pools, STUB_CUDA_TRANSFER_MS: "100" });
    expect(result).toEqual({ copied: [3, 3, 3, 3], soon: true, late: true });
    expect(notes.filter(({ call }) => call === "peer")).toMatchObject([{ bytes: 4 }]);
  });

  it("is linked once, and within one context without that", () => {
    const { result, notes } = run(`
      const [from, into, here] = [device.allocate(8), peer.allocate(8), other.allocate(8)];
      device.fill(from, 0, 8, 5);
      for (let turn = 0; turn < 3; turn++) peer.copyFrom(device, from, 0, into, 0, 8);
      const links = [peer.links(device), device.links(peer), other.links(device)];
      other.copyFrom(device, from, 0, here, 0, 8);
      const copied = [await bytes(into, peer), await bytes(here, other)];
      close();
      return { links, copied };`);
    expect(result).toEqual({ links: [true, true, true], copied: [[5, 5, 5, 5, 5, 5, 5, 5], [5, 5, 5, 5, 5, 5, 5, 5]] });
    expect(notes.filter(({ call }) => call === "link")).toHaveLength(1);
  });

  it("is not linked where the driver says so, and what is no device or no part of a memory is refused", () => {
    const { result } = run(`
      const [from, into] = [device.allocate(8), peer.allocate(8)];
      const codes = [];
      for (const action of [() => peer.links({}), () => peer.links(Object.create(device)), () => peer.copyFrom(device, from, 1, into, 0, 8), () => peer.copyFrom(device, from, 0, into, 1, 8), () => peer.copyFrom(peer, into, 0, into, 0, 1), () => peer.copyFrom(device, from + 9, 0, into, 0, 1)]) codes.push(await codeOf(action));
      peer.copyFrom(device, from, 8, into, 0, 0);
      const linked = peer.links(device);
      close();
      codes.push(await codeOf(() => peer.links(device)), await codeOf(() => peer.copyFrom(device, from, 0, into, 0, 8)));
      return { codes, linked };`, { STUB_CUDA_PEERS: "0" });
    expect(result).toEqual({ codes: [...Array.from({ length: 6 }, () => "INVALID_ARGUMENT"), "CLOSED", "CLOSED"], linked: false });
  });

  it("is opened by a handle in another process, and closed when its last use has ended", () => {
    const { result, notes } = run(`
      const slow = device.kernel(device.load(Uint8Array.of(1)), "slow", "mi"), lent = other.allocateForProcesses(8);
      await other.write(lent, 0, Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8));
      const handle = other.processHandle(lent), opened = device.openProcessHandle(handle.bytes, handle.offset + 2, 6);
      const received = await bytes(opened, device, 6);
      device.launch(slow, [1], [1], [opened, 200]);
      device.free(opened);
      await device.finish();
      device.free(device.allocate(1));
      const kept = device.openProcessHandle(handle.bytes, 0, 8);
      close();
      return { received, length: handle.bytes.length, kept: kept > 0 };`, { STUB_CUDA_IPC_WITHIN: "1", STUB_CUDA_POOLS: "0" });
    expect(result).toEqual({ received: [3, 4, 5, 6, 7, 8], length: 64, kept: true });
    expect(notes.filter(({ call }) => call === "open" || call === "close").map(({ call }) => call)).toEqual(["open", "close", "open", "close"]);
  });

  it("has no handle in a pool, none that the same process opens, and none that says too much", () => {
    const { result } = run(`
      const lent = device.allocateForProcesses(8), { bytes: handle } = device.processHandle(lent);
      const codes = [await codeOf(() => device.processHandle(device.allocate(8))), await codeOf(() => device.openProcessHandle(handle, 0, 8))];
      process.env.STUB_CUDA_IPC_WITHIN = "1";
      for (const action of [() => device.openProcessHandle(handle, 1, 8), () => device.openProcessHandle(handle, 9, 0), () => device.openProcessHandle(new Uint8Array(63), 0, 8), () => device.openProcessHandle("handle", 0, 8)]) codes.push(await codeOf(action));
      close();
      return codes;`);
    expect(result).toEqual(["INVALID_ARGUMENT CUDA_ERROR_INVALID_VALUE", "DRIVER CUDA_ERROR_INVALID_CONTEXT", ...Array.from({ length: 4 }, () => "INVALID_ARGUMENT")]);
  });

  it("of others is used in place where it is of the device, and never freed", () => {
    const { result } = run(`
      const lent = device.allocate(8);
      device.fill(lent, 0, 8, 6);
      await device.ready(lent);
      const location = device.locate(lent, true), adopted = other.adopt(location, 2, 4), received = await bytes(adopted, other, 4);
      other.free(adopted);
      const codes = [await codeOf(() => peer.adopt(location, 0, 8)), await codeOf(() => other.adopt({ ...location, kind: 1 }, 0, 8)), await codeOf(() => other.adopt({ ...location, address: 5 }, 0, 8))];
      const still = await bytes(lent, device);
      close();
      return { received, codes, still: still.length, kind: location.kind, index: location.index };`);
    expect(result).toEqual({ received: [6, 6, 6, 6], codes: Array.from({ length: 3 }, () => "INVALID_ARGUMENT"), still: 8, kind: 2, index: 0 });
  });
});
