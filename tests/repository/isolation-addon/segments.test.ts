import { fstatSync, ftruncateSync, readFileSync, writeSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { addon, isIsolating, MiB, page, keep, segment, pair, codeOf, start } from "./workbench.js";

describe.skipIf(!isIsolating)("a segment (needs Linux and the addon)", () => {
  it("is zeroed, and shared by all that map it", () => {
    const descriptor = segment(MiB);
    const first = new Float32Array(addon.mapShared(descriptor, MiB)), second = new Float32Array(addon.mapShared(descriptor, MiB, { populate: true }));
    expect(first.every((value) => value === 0)).toBe(true);
    first.set([1, 2, 3], 1000);
    expect([...second.subarray(999, 1004)]).toEqual([0, 1, 2, 3, 0]);
  });

  it("can neither shrink below a mapping nor grow", () => {
    const descriptor = segment(MiB);
    expect(codeOf(() => ftruncateSync(descriptor, page))).toBe("EPERM ftruncate");
    expect(codeOf(() => ftruncateSync(descriptor, 2 * MiB))).toBe("EPERM ftruncate");
    expect(fstatSync(descriptor).size).toBe(MiB);
  });

  it.each([false, true])("stays as it is under a private mapping that is written to (populated: %s)", (populate) => {
    const descriptor = segment(MiB);
    const shared = new Uint8Array(addon.mapShared(descriptor, MiB)).fill(7);
    const mine = new Uint8Array(addon.mapPrivate(descriptor, MiB, { populate }));
    expect(mine.every((value) => value === 7)).toBe(true);
    expect(addon.equalsSegment(mine.buffer, descriptor)).toBe(true);
    mine[MiB - 1] = 8;
    expect(shared.every((value) => value === 7)).toBe(true);
    expect(addon.equalsSegment(mine.buffer, descriptor)).toBe(false);
  });

  it("can be lent for reading alone", () => {
    const descriptor = segment(page);
    new Uint8Array(addon.mapShared(descriptor, page)).fill(3);
    const lent = keep(addon.reopenForReading(descriptor));
    expect(new Uint8Array(addon.mapPrivate(lent, page)).fill(4, 1)[0]).toBe(3);
    expect(codeOf(() => addon.mapShared(lent, page))).toBe("EACCES mmap");
    expect(codeOf(() => writeSync(lent, "x"))).toBe("EBADF write");
  });

  const mapped = () => readFileSync("/proc/self/maps", "utf8").split("\n").filter((line) => line.includes("openhcs-array")).map((line) => line.split(" ")[0]);

  it.each([["mapShared", false], ["mapShared", true], ["mapPrivate", false], ["mapPrivate", true]] as const)("of %s is revoked at once: every view holds zeros, and what is written to them stays there (watched: %s)", (map, watched) => {
    const descriptor = segment(MiB);
    const other = new Uint8Array(addon.mapShared(descriptor, MiB)).fill(5);
    for (const isWritten of [false, true]) {
      const before = mapped();
      const buffer = addon[map](descriptor, MiB, { populate: true });
      const views = [new Uint8Array(buffer), new DataView(buffer), new Uint8Array(buffer, MiB - page)] as const;
      if (isWritten) views[0][0] = 5;
      addon.revoke(buffer, { watched });
      expect(mapped()).toEqual(before);
      expect([buffer.byteLength, views[1].getFloat64(16), ...views[2].subarray(0, 3)]).toEqual([MiB, 0, 0, 0, 0]);
      expect(views[0].every((value) => value === 0)).toBe(true);
      views[0].fill(9);
      expect([views[2][0], other.every((value) => value === 5)]).toEqual([9, true]);
      for (const operation of ["revoke", "renew", "isWritten", "pristine"] as const) expect(codeOf(() => addon[operation](buffer))).toBe(`EINVAL ${operation}`);
    }
  });

  it("is renewed to the same pages at another address, of which who has the former buffer knows nothing", () => {
    const descriptor = segment(MiB);
    const former = addon.mapShared(descriptor, MiB), stale = new Float64Array(former, 8, 4).fill(5);
    const before = mapped();
    const renewed = addon.renew(former), views = new Float64Array(renewed, 8, 4);
    expect([mapped().length, mapped().filter((range) => !before.includes(range)).length]).toEqual([before.length, 1]);
    expect([...views, ...stale]).toEqual([5, 5, 5, 5, 0, 0, 0, 0]);
    stale.fill(7);
    views[0] = 6;
    expect([...new Float64Array(addon.mapShared(descriptor, MiB), 8, 2)]).toEqual([6, 5]);
    expect(codeOf(() => addon.renew(former))).toBe("EINVAL renew");
    expect(codeOf(() => addon.renew(addon.mapPrivate(descriptor, MiB)))).toBe("EINVAL mremap");
  });

  it.skipIf(!("transfer" in ArrayBuffer.prototype))("whose pages somebody took is not revoked (needs ArrayBuffer.prototype.transfer)", () => {
    const buffer = addon.mapShared(segment(MiB), MiB);
    const theirs = new Uint8Array((buffer as ArrayBuffer & { transfer(): ArrayBuffer }).transfer()).fill(5);
    for (const operation of ["revoke", "renew"] as const) expect(codeOf(() => addon[operation](buffer))).toBe(`EINVAL ${operation}`);
    expect(theirs[0]).toBe(5);
  });

  it("revoked and renewed again and again leaves nothing mapped when its buffers are dropped", async () => {
    const { output } = start(`
      const { readFileSync } = require("node:fs");
      const mappings = () => readFileSync("/proc/self/maps", "utf8");
      const turn = async () => { gc(); await new Promise(setImmediate); };
      const descriptor = addon.createSegment(${MiB});
      (async () => {
        await turn();
        const before = mappings().split("\\n").length;
        let buffer = addon.mapShared(descriptor, ${MiB});
        new Uint8Array(buffer).fill(7);
        let right = true;
        for (let round = 0; round < 200; round++) {
          const former = new Uint8Array(buffer);
          buffer = addon.renew(buffer);
          right &&= former[round] === 0;
          former.fill(round);
          if (round % 20 !== 0) continue;
          await turn();
          right &&= mappings().split("openhcs-array").length === 2 && new Uint8Array(buffer).every((value) => value === 7);
        }
        for (let round = 0; round < 100; round++) {
          addon.renew(addon.renew(addon.mapShared(descriptor, ${MiB})));
          addon.revoke(addon.mapPrivate(descriptor, ${MiB}), { watched: round % 2 === 0 });
          addon.mapPrivate(descriptor, ${MiB});
        }
        buffer = undefined;
        for (let round = 0; round < 5; round++) await turn();
        console.log(JSON.stringify({ right, left: mappings().split("openhcs-array").length - 1, others: mappings().split("\\n").length - before < 50 }));
      })();`, ["--expose-gc"]);
    expect(await output).toEqual({ out: '{"right":true,"left":0,"others":true}\n', complaints: "", code: 0, signal: null });
  });

  it("is zeroed off the thread, whoever maps it, and even where its descriptor is closed meanwhile", async () => {
    const descriptor = addon.createSegment(4 * MiB + 100);
    const views = [new Uint8Array(addon.mapShared(descriptor, 4 * MiB + 100)).fill(9), new Uint8Array(addon.mapPrivate(descriptor, 4 * MiB + 100))];
    const zeroed = addon.zero(descriptor);
    addon.close(descriptor);
    await zeroed;
    expect(views.every((view) => view.every((value) => value === 0))).toBe(true);
  });

  it("has all its pages when it was zeroed", async () => {
    const descriptor = segment(MiB);
    expect(fstatSync(descriptor).blocks).toBe(0);
    await addon.zero(descriptor);
    expect(fstatSync(descriptor).blocks).toBe(MiB / 512);
    await expect(addon.zero(pair()[0])).rejects.toMatchObject({ code: "EINVAL", syscall: "fcntl" });
    expect(codeOf(() => addon.zero(1e6))).toBe("EBADF fcntl");
  });

  it.each([["no bytes", 0], ["a negative size", -1], ["half a byte", 0.5], ["no number", Number.NaN], ["more than there are", 2 ** 60], ["text", "5"], ["a symbol", Symbol("5")]])(
    "of %s is refused", (_, bytes) => {
      expect(codeOf(() => addon.createSegment(bytes as number))).toBe("EINVAL createSegment");
      expect(codeOf(() => addon.mapShared(0, bytes as number))).toBe("EINVAL mapShared");
      expect(codeOf(() => addon.mapPrivate(0, bytes as number))).toBe("EINVAL mapPrivate");
    });

  it("is mapped only within its size, and nothing but a segment is", () => {
    const descriptor = segment(page);
    expect(codeOf(() => addon.mapShared(descriptor, page + 1))).toBe("EOVERFLOW mmap");
    expect(codeOf(() => addon.mapPrivate(-1, page))).toBe("EINVAL mapPrivate");
    expect(codeOf(() => addon.mapPrivate(1e6, page))).toBe("EBADF fcntl");
    expect(codeOf(() => addon.mapShared(pair()[0], page))).toBe("EINVAL fcntl");
    expect(codeOf(() => addon.mapShared(descriptor, page, { populate: 1 } as never))).toBe("EINVAL mapShared");
    expect(codeOf(() => addon.close(1e6))).toBe("EBADF close");
  });

  it("too large for memory or for a buffer is an error, and leaves nothing mapped", () => {
    const mappings = () => readFileSync("/proc/self/maps", "utf8").split("openhcs-array").length;
    const before = mappings();
    expect(codeOf(() => addon.mapShared(segment(2 ** 50), 2 ** 50))).toMatch(/^(ENOMEM mmap|EOVERFLOW napi_create_external_arraybuffer)$/);
    expect(mappings()).toBe(before);
  });

  it.each([["an ArrayBuffer of its own", new ArrayBuffer(8)], ["a view", new Uint8Array(8)], ["shared memory", new SharedArrayBuffer(8)], ["nothing", undefined]])(
    "is told apart from %s", (_, buffer) => {
      expect(codeOf(() => addon.revoke(buffer as ArrayBuffer))).toBe("EINVAL revoke");
      expect(codeOf(() => addon.renew(buffer as ArrayBuffer))).toBe("EINVAL renew");
      expect(codeOf(() => addon.zero(buffer as never))).toBe("EINVAL zero");
      expect(codeOf(() => addon.equalsSegment(buffer as ArrayBuffer, segment(page)))).toBe("EINVAL equalsSegment");
    });
});
