import { CLOCK, createRuntime, NdArray, provide, SCAN_CACHE, type Clock, type Library } from "@openhcs/core";
import { beforeEach, describe, expect, it } from "vitest";
import { newLog, sample, TextCache, type LibraryLog } from "./sample-library.js";

const day = 24 * 3600 * 1000;
let cache: TextCache;
let log: LibraryLog;
let now: number;

beforeEach(() => {
  cache = new TextCache();
  log = newLog();
  now = 1_700_000_000_000;
});

async function start(library: Library = sample({ log }), rescan = false) {
  const clock: Clock = { now: () => now, monotonicUs: () => 0 };
  return createRuntime({ libraries: [library], rescan, scanTimeoutMs: 50, services: [provide(SCAN_CACHE, cache), provide(CLOCK, clock)] });
}

/** Starts a runtime, and says whether it took what was kept. */
async function startedFromCache(library?: Library, rescan?: boolean): Promise<boolean | undefined> {
  await using runtime = await start(library, rescan);
  return runtime.libraries[0]?.fromCache;
}

describe("a scan that is kept", () => {
  it("gives the same functions and reasons without loading the library, which the first call does, once", async () => {
    await using first = await start();
    log.loads = 0;
    await using second = await start();
    expect(second.libraries).toEqual(first.libraries.map((report) => ({ ...report, fromCache: true })));
    expect(second.list()).toEqual(first.list());
    expect(log).toEqual({ loads: 0, scans: 1 });
    const image = NdArray.from([[1]], "uint8");
    await second.run("sample:planes", image);
    await second.run("sample:anyRank", image);
    expect(log.loads).toBe(1);
  });

  it("holds for seven days", async () => {
    expect(await startedFromCache()).toBe(false);
    now += 7 * day;
    expect(await startedFromCache()).toBe(true);
    now += 1;
    expect(await startedFromCache()).toBe(false);
    expect(await startedFromCache()).toBe(true);
  });

  it("holds for one version of the library, and of the adapter", async () => {
    await startedFromCache();
    expect(await startedFromCache(sample({ log, version: "1.2.4" }))).toBe(false);
    expect(await startedFromCache(sample({ log, version: "1.2.4", fingerprint: "x" }))).toBe(false);
    expect(await startedFromCache(sample({ log, version: "1.2.4", fingerprint: "x" }))).toBe(true);
  });

  it("holds for what the factory was called with, where that is data", async () => {
    const withOptions = (...options: readonly unknown[]): Library => ({ ...sample({ log }), module: "file:///sample.js", options });
    expect(await startedFromCache(withOptions("a"))).toBe(false);
    expect(await startedFromCache(withOptions("a"))).toBe(true);
    expect(await startedFromCache(withOptions("b"))).toBe(false);
  });

  it("is not from the future", async () => {
    await startedFromCache();
    now -= 1;
    expect(await startedFromCache()).toBe(false);
  });

  it("is made anew where the host asks for that", async () => {
    await startedFromCache();
    expect([await startedFromCache(undefined, true), log.scans]).toEqual([false, 2]);
  });

  it.each<[string, (text: string) => string]>([
    ["cut short", (text) => text.slice(0, -20)], ["empty", () => ""], ["no object", () => "[7]"], ["null", () => "null"],
    ["changed in one word", (text) => text.replace("pure2d", "pure3d")], ["of another format", (text) => text.replace("\"format\":1", "\"format\":2")],
    ["of another time", (text) => text.replace("1700000000000", "1700000000001")],
  ])("is made anew where what was kept is %s", async (_, damage) => {
    await startedFromCache();
    now += 5;
    cache.texts.set("sample", damage(cache.texts.get("sample") as string));
    expect(await startedFromCache()).toBe(false);
    expect(await startedFromCache()).toBe(true);
  });

  it("is not missed where the cache does not work", async () => {
    const broken = { get: () => Promise.reject(new Error("no disk")), set: () => Promise.reject(new Error("no disk")) };
    await using runtime = await createRuntime({ libraries: [sample({ log })], scanTimeoutMs: 50, services: [provide(SCAN_CACHE, broken)] });
    expect(runtime.libraries[0]?.functions).toContain("sample:planes");
  });

  it("is not made of a library that could not be loaded", async () => {
    await startedFromCache(sample({ log, load: () => { throw new Error("no"); } }));
    expect(cache.texts.size).toBe(0);
  });

  it("leaves the library to be loaded at the next call, where the first one could not load it", async () => {
    await startedFromCache();
    let fails = true;
    const load = () => {
      if (fails) throw new Error("busy");
      return { planes: (image: NdArray) => image.copy() };
    };
    await using runtime = await start(sample({ log, load }));
    await expect(runtime.run("sample:planes", NdArray.from([[1]]))).rejects.toThrow("busy");
    fails = false;
    expect(((await runtime.run("sample:planes", NdArray.from([[1]]))) as NdArray).toNested()).toEqual([[1]]);
  });
});
