import { Registry, suggest, type RegistryChange } from "@openhcs/core";
import { afterEach, describe, expect, it, vi } from "vitest";

interface Tool { readonly name: string; readonly revision: number }
const gaussian: Tool = { name: "gaussian", revision: 1 };
const other: Tool = { name: "gaussian", revision: 2 };
const make = () => new Registry<Tool>({ kind: "tool" });

afterEach(() => { vi.restoreAllMocks(); });

describe("registering", () => {
  it("the same definition twice is harmless and says nothing", () => {
    const registry = make();
    const changes: RegistryChange<Tool>[] = [];
    registry.events.on("changed", (change) => changes.push(change));
    registry.register("gaussian", gaussian);
    registry.register("gaussian", gaussian);
    expect(changes).toEqual([{ name: "gaussian", after: gaussian }]);
  });

  it("another under a taken name is refused unless it replaces", () => {
    const registry = make();
    registry.register("gaussian", gaussian);
    expect(() => registry.register("gaussian", other)).toThrow(expect.objectContaining({
      code: "ALREADY_REGISTERED", kind: "tool", takenName: "gaussian",
      message: "another tool is already registered as \"gaussian\"; pass { replace: true } to replace it.",
    }));
    expect(registry.get("gaussian")).toBe(gaussian);
    registry.register("gaussian", other, { replace: true });
    expect(registry.get("gaussian")).toBe(other);
    expect(registry.size).toBe(1);
  });

  it("decides what is the same by its own rule", () => {
    const registry = new Registry<Tool>({ kind: "tool", same: (a, b) => a.revision === b.revision });
    registry.register("gaussian", gaussian);
    registry.register("gaussian", { ...gaussian });
    expect(registry.get("gaussian")).toBe(gaussian);
    expect(() => registry.register("gaussian", other)).toThrow("already registered");
  });

  it("keeps names that every object has apart", () => {
    const registry = make();
    expect(registry.has("constructor")).toBe(false);
    registry.register("__proto__", gaussian);
    expect(registry.get("__proto__")).toBe(gaussian);
  });

  it("lists in the order of registration", () => {
    const registry = make();
    registry.register("b", gaussian);
    registry.register("a", other);
    registry.register("b", other, { replace: true });
    expect([...registry.names()]).toEqual(["b", "a"]);
    expect([...registry]).toEqual([other, other]);
    expect(registry.unregister("b")).toBe(true);
    expect(registry.unregister("b")).toBe(false);
    expect([...registry.names()]).toEqual(["a"]);
  });
});

describe("a miss", () => {
  it("names the nearest", () => {
    const registry = make();
    for (const name of ["gaussian", "gaussianLaplace", "median", "whiteTophat"]) registry.register(name, gaussian);
    expect(() => registry.get("gausian")).toThrow(expect.objectContaining({
      code: "NOT_REGISTERED", kind: "tool", requested: "gausian", nearest: ["gaussian"], message: "no tool \"gausian\"; nearest: gaussian.",
    }));
    expect(registry.find("gausian")).toBeUndefined();
  });

  it("names all where none is near and there are few", () => {
    const registry = make();
    expect(() => registry.get("x")).toThrow("no tool \"x\"; known: none.");
    registry.register("median", gaussian);
    expect(() => registry.get("tophat")).toThrow("no tool \"tophat\"; known: median.");
    for (let i = 0; i < 12; i++) registry.register(`operation${i}`, gaussian);
    expect(() => registry.get("x")).toThrow("no tool \"x\".");
  });

  it("tries the other spelling first", () => {
    const registry = new Registry<Tool>({ kind: "tool", respell: (name) => name.toUpperCase() });
    registry.register("GAUSSIAN", gaussian);
    registry.register("median", other);
    expect([registry.get("gaussian"), registry.get("median"), registry.has("gaussian")]).toEqual([gaussian, other, true]);
  });
});

describe("nearest names", () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ["gausian", ["median", "gaussian", "whiteTophat"], ["gaussian"]],
    ["Otsu", ["thresholdOtsu", "otsu", "label"], ["otsu", "thresholdOtsu"]],
    ["sgima", ["sigma", "mode"], ["sigma"]],
    ["label", ["lapel", "labels", "labele", "labet", "lable"], ["lapel", "labels", "labele"]],
    ["zzz", ["gaussian"], []],
    ["", ["gaussian"], []],
  ])("%s among %j are %j", (wanted, names, nearest) => {
    expect(suggest(wanted, names)).toEqual(nearest);
  });
});

describe("changed events", () => {
  it("come one per change, after it is visible", () => {
    const registry = make();
    const seen: unknown[] = [];
    registry.events.on("changed", ({ name, before, after }) => seen.push([name, before?.revision, after?.revision, registry.find(name)?.revision]));
    registry.register("gaussian", gaussian);
    registry.register("gaussian", other, { replace: true });
    registry.unregister("gaussian");
    expect(seen).toEqual([["gaussian", undefined, 1, 1], ["gaussian", 1, 2, 2], ["gaussian", 2, undefined, undefined]]);
  });

  it("reach the other listeners when one throws, and the change stays", () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    const registry = make();
    const heard = vi.fn<() => void>();
    registry.events.on("changed", () => { throw new Error("broken"); });
    registry.events.on("changed", heard);
    registry.register("gaussian", gaussian);
    expect(heard).toHaveBeenCalledOnce();
    expect(registry.has("gaussian")).toBe(true);
    expect(warn).toHaveBeenCalledWith("a listener of \"changed\" failed:", expect.objectContaining({ message: "broken" }));
  });
});

describe("changing several at once", () => {
  const sobel: Tool = { name: "sobel", revision: 1 };

  it("tells each change when all are visible", () => {
    const registry = make();
    registry.register("gaussian", gaussian);
    const seen: unknown[] = [];
    registry.events.on("changed", ({ name }) => seen.push([name, registry.has("gaussian"), registry.has("blur"), registry.has("sobel")]));
    registry.apply([["gaussian", undefined], ["blur", gaussian], ["sobel", sobel]]);
    expect(seen).toEqual([["gaussian", false, true, true], ["blur", false, true, true], ["sobel", false, true, true]]);
  });

  it("changes nothing where one name is taken", () => {
    const registry = make();
    registry.register("gaussian", gaussian);
    const changed = vi.fn<() => void>();
    registry.events.on("changed", changed);
    expect(() => registry.apply([["sobel", sobel], ["gaussian", other]])).toThrow(expect.objectContaining({ code: "ALREADY_REGISTERED", takenName: "gaussian" }));
    expect([[...registry.names()], changed.mock.calls.length]).toEqual([["gaussian"], 0]);
  });

  it("a name that the same list frees can be taken, and is told once", () => {
    const registry = make();
    registry.register("gaussian", gaussian);
    const changes: RegistryChange<Tool>[] = [];
    registry.events.on("changed", (change) => changes.push(change));
    registry.apply([["gaussian", undefined], ["gaussian", other]]);
    expect(changes).toEqual([{ name: "gaussian", before: gaussian, after: other }]);
  });

  it("what comes and goes within one list is not told", () => {
    const registry = make();
    const changed = vi.fn<() => void>();
    registry.events.on("changed", changed);
    registry.apply([["sobel", sobel], ["sobel", undefined]]);
    expect([registry.has("sobel"), changed.mock.calls.length]).toEqual([false, 0]);
  });
});
