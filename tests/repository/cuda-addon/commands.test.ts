import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildStub, inProcess, missing, nothing, type Note } from "./stub-driver.js";

const MiB = 2 ** 20;
const open = `
  const device = addon.open(0, options);
  const program = device.load(new TextEncoder().encode("kernels"));
  const float = (...values) => Float32Array.from(values);`;

describe.skipIf(missing)(`commands on a CUDA device ${missing || ""}`, () => {
  let stub: ReturnType<typeof buildStub>;
  beforeAll(() => { stub = buildStub(); });
  afterAll(() => stub.remove());
  const run = (body: string, env: Record<string, string> = {}) => {
    const outcome = inProcess(stub, `${open} ${body}`, env);
    expect(outcome.misuses).toEqual([]);
    expect(outcome.live).toEqual(nothing);
    return outcome;
  };

  it.each(["1", "0"])("bring back what was written, whatever its size (memory pools: %s)", (pools) => {
    const { result } = run(`
      const sizes = [0, 1, 3, ${4 * MiB - 1}, ${4 * MiB}, ${4 * MiB + 1}, ${19 * MiB + 5}];
      const equal = await Promise.all(sizes.map(async (size, seed) => {
        const memory = device.allocate(size);
        const sent = new Uint8Array(size).map((_, index) => (index * 31 + (index >> 12) + seed) % 251), received = new Uint8Array(size);
        await device.write(memory, 0, sent);
        await device.read(memory, 0, received);
        device.free(memory);
        return Buffer.compare(sent, received);
      }));
      device.close();
      return equal;`, { STUB_CUDA_POOLS: pools });
    expect(result).toEqual([0, 0, 0, 0, 0, 0, 0]);
  });

  it("transfer through pieces of memory that are used again only when the device is done with them", () => {
    const { result, notes } = run(`
      const memory = device.allocate(${13 * MiB}), sent = new Uint8Array(${13 * MiB}).map((_, index) => index >> 16), received = new Uint8Array(${13 * MiB});
      await device.write(memory, 0, sent);
      await device.read(memory, 0, received);
      device.close();
      return Buffer.compare(sent, received);`, { STUB_CUDA_TRANSFER_MS: "40" });
    expect(result).toBe(0);
    expect(notes.filter(({ call }) => call === "write" || call === "read").map(({ bytes = 0 }) => bytes / MiB)).toEqual([4, 4, 4, 1, 4, 4, 4, 1]);
  });

  it("write and read parts", () => {
    const { result } = run(`
      const memory = device.allocate(8), other = device.allocate(8), received = new Uint8Array(8);
      device.fill(memory, 0, 8, 7);
      await device.write(memory, 2, Uint8Array.of(1, 2, 3));
      device.copy(memory, 1, other, 0, 5);
      device.fill(other, 5, 3, 9);
      await device.read(other, 0, received);
      device.close();
      return [...received];`);
    expect(result).toEqual([7, 1, 2, 3, 7, 9, 9, 9]);
  });

  it("refuse what is beyond a memory, what overlaps, and what is not there", () => {
    const { result } = run(`
      const memory = device.allocate(8), bytes = new Uint8Array(8);
      const kernel = device.kernel(program, "add_one", "mi"), codes = [];
      for (const action of [
        () => device.write(memory, 1, bytes), () => device.read(memory, 9, new Uint8Array(0)), () => device.copy(memory, 0, memory, 2, 4), () => device.copy(memory, 4, memory, 8, 1),
        () => device.fill(memory, 8, 1, 0), () => device.fill(memory + 1, 0, 1, 0), () => device.free(memory + 1), () => device.read(memory + 1, 0, bytes), () => device.ready(0),
        () => device.launch(kernel, [1], [32], [memory + 1, 1]), () => device.launch(kernel, [1], [32], [memory]), () => device.launch(kernel, [1], [513], [memory, 1]),
        () => device.launch(kernel + 1, [1], [1], []), () => device.kernel(program + 1, "add_one", "mi"), () => device.unload(program + 1), () => device.load(new Uint8Array(0)),
      ]) codes.push(await codeOf(action));
      codes.push(await codeOf(() => device.wrap(bytes)), await codeOf(() => device.kernel(program, "missing", "")), await codeOf(() => device.launch(kernel, [1, 65536], [1], [memory, 0])));
      device.copy(memory, 0, memory, 4, 4);
      device.unload(program);
      codes.push(await codeOf(() => device.launch(kernel, [1], [32], [memory, 1])));
      device.close();
      return codes;`);
    expect(result).toEqual([...Array.from({ length: 16 }, () => "INVALID_ARGUMENT"), "UNSUPPORTED", "INVALID_ARGUMENT CUDA_ERROR_NOT_FOUND", "INVALID_ARGUMENT CUDA_ERROR_INVALID_VALUE", "INVALID_ARGUMENT"]);
  });

  it("launch kernels with their groups and with arguments of every kind, no memory among them", () => {
    const { result, notes } = run(`
      const memory = device.allocate(12), received = float(0, 0, 0);
      await device.write(memory, 0, float(1, 2, 3));
      device.launch(device.kernel(program, "add_one", "mi"), [1], [32], [memory, 3]);
      device.launch(device.kernel(program, "all_miulfd", "miulfd"), [4, 3, 2], [8, 4, 1], [memory, -5, 4294967295, -(2 ** 40), 0.1, 0.1]);
      device.launch(device.kernel(program, "none", ""), [1], [1], []);
      device.launch(device.kernel(program, "optional_mm", "mm"), [1], [1], [0, memory]);
      device.launch(device.kernel(program, "local_smsi", "smsi"), [1], [1], [100, memory, 32, 5]);
      await device.read(memory, 0, received);
      device.close();
      return [...received];`);
    expect(result).toEqual([2, 3, 4]);
    const launched = notes.filter(({ call }) => call === "launch");
    expect(launched).toMatchObject([
      { kernel: "add_one", values: [3], groups: [1, 1, 1], group: [32, 1, 1] },
      { kernel: "all_miulfd", values: [-5, 4294967295, -(2 ** 40), expect.closeTo(0.1, 7), 0.1], groups: [4, 3, 2], group: [8, 4, 1] },
      { kernel: "none", values: [], memories: [], local: 0 },
      { kernel: "optional_mm", memories: [0, 1] },
      { kernel: "local_smsi", values: [0, 112, 5], memories: [1], local: 144 },
    ]);
  });

  it.each(["1", "0"])("on one chain stay in one stream, and independent chains run in others (memory pools: %s)", (pools) => {
    const { notes } = run(`
      const kernel = device.kernel(program, "step_mm", "mm");
      for (let chain = 0; chain < 5; chain++) {
        const [a, b, c] = [4, 4, 4].map((bytes) => device.allocate(bytes));
        device.fill(a, 0, 4, 0);
        device.launch(kernel, [1], [1], [a, b]);
        device.launch(kernel, [1], [1], [b, c]);
      }
      await device.finish();
      device.close();`, { STUB_CUDA_POOLS: pools });
    const streams = notes.filter(({ call }) => call === "launch").map(({ stream }) => stream);
    expect(streams.filter((_, index) => index % 2 === 0)).toEqual(streams.filter((_, index) => index % 2 === 1));
    expect(new Set(streams).size).toBeGreaterThan(2);
    if (pools === "0") expect(notes.filter(({ call }) => call === "wait")).toEqual([]);
  });

  it("wait for the last command on each memory that ran in another stream, and for nothing else", () => {
    const { notes } = run(`
      const kernel = device.kernel(program, "join_mm", "mm"), [a, b, c] = [4, 4, 4].map((bytes) => device.allocate(bytes));
      for (const memory of [a, b, c]) device.fill(memory, 0, 4, 0);
      device.launch(kernel, [1], [1], [a, b]);
      device.launch(kernel, [1], [1], [b, a]);
      device.launch(kernel, [1], [1], [c, b]);
      await device.ready(b);
      device.close();`, { STUB_CUDA_POOLS: "0" });
    const commands = notes.filter(({ call = "" }) => ["fill", "launch", "wait", "record"].includes(call));
    const streamOf = (index: number) => commands.filter(({ call }) => call === "fill")[index]?.stream;
    const eventOf = (index: number) => commands.filter(({ call }) => call === "record")[index]?.event;
    expect(new Set([0, 1, 2].map(streamOf)).size).toBe(3);
    const after = commands.slice(6).map(({ call, stream, event }): Note => ({ call: call as string, stream: stream as number, ...(call === "wait" ? { event: event as number } : {}) }));
    expect(after).toEqual([
      { call: "wait", stream: streamOf(0), event: eventOf(1) }, { call: "launch", stream: streamOf(0) }, { call: "record", stream: streamOf(0) },
      { call: "launch", stream: streamOf(0) }, { call: "record", stream: streamOf(0) },
      { call: "wait", stream: streamOf(2), event: eventOf(4) }, { call: "launch", stream: streamOf(2) }, { call: "record", stream: streamOf(2) },
    ]);
  });

  it.each(["1", "0"])("free memory no sooner than what uses it has ended (memory pools: %s)", (pools) => {
    const { notes } = run(`
      const slow = device.kernel(program, "slow", "mi"), join = device.kernel(program, "join_mm", "mm"), [a, b] = [device.allocate(4), device.allocate(4)];
      device.launch(slow, [1], [1], [a, 300]);
      device.launch(join, [1], [1], [a, b]);
      device.free(b);
      const c = device.allocate(4);
      device.free(c);
      await device.finish();
      device.allocate(4);
      device.close();`, { STUB_CUDA_POOLS: pools });
    const freed = notes.flatMap(({ call, memory }) => (call === "free" || call === "freeAsync" ? [memory] : []));
    expect(freed.slice(0, 2)).toEqual(pools === "1" ? [2, 3] : [3, 2]);
  });

  it("are enqueued while earlier ones run, and waited for where one asks", () => {
    const { result } = run(`
      const slow = device.kernel(program, "slow", "mi"), memory = device.allocate(4), begin = performance.now();
      device.launch(slow, [1], [1], [memory, 2000]);
      const enqueued = performance.now() - begin, idle = [device.idle(memory), device.idle(device.allocate(4))];
      await device.ready(memory);
      const ready = performance.now() - begin;
      idle.push(device.idle(memory));
      device.close();
      return [enqueued < 1500, ready >= 1990, ...idle];`, { STUB_CUDA_POOLS: "0" });
    expect(result).toEqual([true, true, false, true, true]);
  });

  it("that transfer do not wait for work on other memory", () => {
    const { result } = run(`
      const slow = device.kernel(program, "slow", "mi"), [a, b] = [device.allocate(4), device.allocate(4)], ended = [];
      device.launch(slow, [1], [1], [a, 2000]);
      const all = [device.read(a, 0, new Uint8Array(4)).then(() => ended.push("read a")), device.write(a, 0, new Uint8Array(4)).then(() => ended.push("write a"))];
      await device.write(b, 0, new Uint8Array(4));
      await device.read(b, 0, new Uint8Array(4));
      ended.push("b");
      await Promise.all(all);
      device.close();
      return ended[0];`);
    expect(result).toBe("b");
  });

  it("come from many threads at once", () => {
    const { result } = run(`
      const add = device.kernel(program, "add_one", "mi");
      const sums = await Promise.all(Array.from({ length: 24 }, async (_, index) => {
        const length = index % 3 === 0 ? ${2 * MiB} : 1000, memory = device.allocate(4 * length), received = new Float32Array(length);
        await device.write(memory, 0, new Float32Array(length).fill(index));
        for (let step = 0; step < 3; step++) device.launch(add, [1], [32], [memory, length]);
        await device.read(memory, 0, received);
        device.free(memory);
        return received.every((value) => value === index + 3);
      }));
      await device.finish();
      device.close();
      return sums.every(Boolean);`);
    expect(result).toBe(true);
  });
});
