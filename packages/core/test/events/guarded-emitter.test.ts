import { createRuntime, LOGGER, ndarray, provide, Registry, type NdArray } from "@openhcs/core";
import { afterEach, describe, expect, it, vi } from "vitest";

const identity = ndarray(function identity(image: NdArray) { return image; });
const emitter = () => {
  const registry = new Registry<number>({ kind: "number" });
  return { events: registry.events, tell: (value: number) => { registry.register("n", value, { replace: true }); } };
};

afterEach(() => { vi.restoreAllMocks(); });

describe("a listener", () => {
  it("hears until its subscription ends", () => {
    const { events, tell } = emitter();
    const heard: (number | undefined)[] = [];
    const end = events.on("changed", ({ after }) => heard.push(after));
    tell(1);
    end();
    end();
    tell(2);
    expect(heard).toEqual([1]);
    expect(events.listenerCount("changed")).toBe(0);
  });

  it("may hear once, or be ended before", () => {
    const { events, tell } = emitter();
    const heard = vi.fn<() => void>();
    events.once("changed", heard);
    events.once("changed", () => { throw new Error("never heard"); })();
    tell(1);
    tell(2);
    expect(heard).toHaveBeenCalledOnce();
  });

  it("may subscribe or end another while it hears", () => {
    const { events, tell } = emitter();
    const heard: string[] = [];
    events.on("changed", () => { heard.push("first"); endSecond(); events.on("changed", () => heard.push("late")); });
    const endSecond = events.on("changed", () => heard.push("second"));
    tell(1);
    expect(heard).toEqual(["first", "second"]);
    events.removeAllListeners();
    tell(2);
    expect(heard).toEqual(["first", "second"]);
  });

  it("that rejects later is reported and does not end the process", async () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    const { events, tell } = emitter();
    events.on("changed", async () => { await Promise.resolve(); throw new Error("late"); });
    tell(1);
    await vi.waitFor(() => expect(warn).toHaveBeenCalledWith("a listener of \"changed\" failed:", expect.objectContaining({ message: "late" })), { timeout: 60_000 });
  });

  it("that fails in a runtime is told to its logger", async () => {
    const warn = vi.fn<(message: string, error?: unknown) => void>();
    await using runtime = await createRuntime({ services: [provide(LOGGER, { warn, debug: () => {} })] });
    runtime.events.on("functionsChanged", () => { throw new Error("broken"); });
    runtime.register(identity, { namespace: "openhcs" });
    expect(runtime.functions.has("openhcs:identity")).toBe(true);
    expect(warn).toHaveBeenCalledWith("a listener of \"functionsChanged\" failed", expect.objectContaining({ message: "broken" }));
  });
});
