import { CLOCK, createRuntime, EVENT_SINK, LOGGER, ndarray, NdArray, PLANNER, provide, provideFactory, token, type Token } from "@openhcs/core";
import { container as root } from "tsyringe";
import { describe, expect, it, vi } from "vitest";

const identity = ndarray(function identity(image: NdArray) { return image.copy(); });
const COUNTER = token<{ readonly count: number }>("test-counter");

describe("the services of a runtime", () => {
  it("can be replaced by a value", async () => {
    let now = 1000;
    await using runtime = await createRuntime({ services: [provide(CLOCK, { now: () => now, monotonicUs: () => now++ * 1000 })] });
    const { record } = await runtime.call(runtime.register(identity, { namespace: "openhcs" }), NdArray.zeros([1]));
    expect(JSON.stringify(record)).toContain("10");
    expect(runtime.container.resolve(CLOCK).now()).toBe(now);
  });

  it("are made by a factory when first asked for, once in each runtime", async () => {
    let made = 0;
    const make = vi.fn<() => { readonly count: number }>(() => ({ count: ++made }));
    const services = [provideFactory(COUNTER, make)];
    await using first = await createRuntime({ services });
    await using second = await createRuntime({ services });
    expect(make).not.toHaveBeenCalled();
    expect(first.container.resolve(COUNTER)).toBe(first.container.resolve(COUNTER));
    expect(second.container.resolve(COUNTER)).not.toBe(first.container.resolve(COUNTER));
    expect(make).toHaveBeenCalledTimes(2);
  });

  it("give a factory the container, so that it can wrap another service", async () => {
    await using runtime = await createRuntime({ services: [provideFactory(COUNTER, (container) => ({ count: container.resolve(CLOCK).now() }))] });
    expect(runtime.container.resolve(COUNTER).count).toBeGreaterThan(1.6e12);
  });

  it("are the later ones where a host gives two", async () => {
    await using runtime = await createRuntime({ services: [provide(COUNTER, { count: 1 }), provide(COUNTER, { count: 2 })] });
    expect(runtime.container.resolve(COUNTER)).toEqual({ count: 2 });
  });

  it("never reach another runtime nor the root container", async () => {
    await using first = await createRuntime({ services: [provide(COUNTER, { count: 1 })] });
    await using second = await createRuntime();
    expect(first.container.isRegistered(COUNTER)).toBe(true);
    expect(second.container.isRegistered(COUNTER)).toBe(false);
    expect([root.isRegistered(COUNTER), root.isRegistered(CLOCK), root.isRegistered(LOGGER), root.isRegistered(PLANNER)]).toEqual([false, false, false, false]);
  });

  it("that factories made end with the runtime, the last one first, and values stay the host's", async () => {
    const ended: string[] = [];
    const end = (name: string) => () => { ended.push(name); };
    const [ASYNC, SYNC, PLAIN, VALUE, UNUSED] = ["async", "sync", "plain", "value", "unused"].map((name) => token<object>(`test-${name}`)) as [Token<object>, Token<object>, Token<object>, Token<object>, Token<object>];
    const runtime = await createRuntime({ services: [
      provideFactory(ASYNC, () => ({ [Symbol.asyncDispose]: () => Promise.resolve().then(end("async")) })),
      provideFactory(SYNC, (container) => { container.resolve(ASYNC); return { [Symbol.dispose]: end("sync") }; }),
      provideFactory(PLAIN, () => ({ dispose: end("plain") })),
      provideFactory(UNUSED, () => ({ dispose: end("unused") })),
      provide(VALUE, { dispose: end("value") }),
    ] });
    for (const each of [PLAIN, SYNC, VALUE, PLAIN]) runtime.container.resolve(each);
    await runtime[Symbol.asyncDispose]();
    expect(ended).toEqual(["sync", "async", "plain"]);
  });

  it("all end, also where one fails to, and closing tells the failure", async () => {
    const ended: string[] = [];
    const [FIRST, SECOND] = [token<object>("test-first"), token<object>("test-second")];
    const runtime = await createRuntime({ services: [
      provideFactory(FIRST, () => ({ dispose: () => { ended.push("first"); } })),
      provideFactory(SECOND, () => ({ dispose: () => { throw new Error("file is locked"); } })),
    ] });
    for (const each of [FIRST, SECOND]) runtime.container.resolve(each);
    await expect(runtime[Symbol.asyncDispose]()).rejects.toThrow("file is locked");
    expect(ended).toEqual(["first"]);
  });

  it("end where the runtime does not come to life, and the first failure is told", async () => {
    const dispose = vi.fn<() => void>(() => { throw new Error("second failure"); });
    const services = [provideFactory(CLOCK, () => ({ now: () => 0, monotonicUs: () => 0, dispose })), provideFactory(PLANNER, () => { throw new Error("no planner"); })];
    await expect(createRuntime({ services: [...services, provideFactory(LOGGER, (container) => { container.resolve(CLOCK); return console; })] })).rejects.toThrow("no planner");
    expect(dispose).toHaveBeenCalledTimes(1);
  });

  it("include a sink that receives every event", async () => {
    const sink = vi.fn<(event: string, ...payload: readonly unknown[]) => void>();
    await using runtime = await createRuntime({ services: [provide(EVENT_SINK, sink)] });
    runtime.register(identity, { namespace: "openhcs" });
    expect(sink).toHaveBeenCalledWith("functionsChanged", expect.objectContaining({ name: "openhcs:identity" }));
  });
});

describe("without a platform", () => {
  it("no backend is found by name, and none is installed", async () => {
    await expect(createRuntime({ backends: ["@somebody/backend"] })).rejects.toMatchObject({ code: "BACKEND_LOAD", message: expect.stringContaining("pass the backend as a value") });
    await using runtime = await createRuntime({ backends: "installed" });
    expect([...runtime.backends]).toEqual([]);
  });

  it("warnings go to the console and nothing else does", async () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    await using runtime = await createRuntime();
    const logger = runtime.container.resolve(LOGGER);
    logger.debug("quiet");
    logger.warn("plain");
    logger.warn("with", "its error");
    expect(warn.mock.calls).toEqual([["plain"], ["with", "its error"]]);
    warn.mockRestore();
  });

  it("time is the system's", async () => {
    await using runtime = await createRuntime();
    const clock = runtime.container.resolve(CLOCK);
    const [wall, mono] = [clock.now(), clock.monotonicUs()];
    expect(Math.abs(wall - Date.now())).toBeLessThan(1000);
    expect(clock.monotonicUs()).toBeGreaterThanOrEqual(mono);
  });
});

it("a token is the same in every copy of the package", () => expect(token("clock")).toBe(CLOCK));
