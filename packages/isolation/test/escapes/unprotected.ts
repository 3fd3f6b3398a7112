import { setImmediate } from "node:timers/promises";
import { createRequire } from "node:module";
import { format, inspect, types } from "node:util";
import { constants, createContext, runInContext, type Context } from "node:vm";
import { NdArray, OpenHcsError, isNdArray, stack } from "@openhcs/core";
import type { Host, Runner, Source } from "./run-attempts.js";

/**
 * Runs guests as one must not: in a context that is given the host's objects, with a bridge of careless code within the guest's reach,
 * and one arena for the arrays of all. By it the attempts are tried: one that finds nothing here would find nothing anywhere.
 */
export function unprotected(): Runner {
  const guests = new Map<string, Guest>();
  return {
    async call(source, binding, args, host) {
      const guest = guests.get(source.hash) ?? compile(source);
      guests.set(source.hash, guest);
      guest.host = host;
      await setImmediate(); // What was left behind rejects.
      try {
        const value = await guest.functions[binding]?.(...args.map(guest.take));
        lookAt(value);
        return inThisRealm(value);
      } catch (error) {
        lookAt(error);
        throw new Failed(error);
      }
    },
  };
}

/** The error of a host that does one thing right. */
class Failed extends OpenHcsError {
  readonly code = "GUEST_FAILED";
  readonly guestStack: string;

  constructor(cause: unknown) {
    super("Code execution failed", { cause });
    this.guestStack = String((cause as Error | undefined)?.stack);
  }
}

interface Guest {
  host: Host;
  readonly functions: Readonly<Record<string, (...args: readonly unknown[]) => unknown>>;
  readonly take: (value: unknown) => unknown;
}

/** Sizes to the one buffer that every array of that size lies in. */
const arena = new Map<number, ArrayBuffer>();

function compile(source: Source): Guest {
  const guest = { host: undefined as unknown as Host };
  const require = createRequire(import.meta.url);
  // What attempts change of the class must not stay for the next.
  class Arrays extends NdArray {
    static override full(shape: readonly number[], value: number): NdArray {
      const array = this.zeros(shape);
      array.data.fill(value as never);
      return array;
    }
    static override zeros(shape: readonly number[]): NdArray {
      const size = shape.reduce((all, extent) => all * extent, 1);
      if (!(size <= 2 ** 20)) throw new RangeError(`${size} elements are too many.`);
      const buffer = arena.get(size) ?? new Uint8Array(size * 4 + 1024).fill(1).buffer;
      arena.set(size, buffer);
      return new Arrays({ data: new Float32Array(buffer, 0, size), shape });
    }
  }
  for (const key of Reflect.ownKeys(NdArray.prototype)) if (key !== "constructor") Object.defineProperty(Arrays.prototype, key, Object.getOwnPropertyDescriptor(NdArray.prototype, key) as PropertyDescriptor);
  const context = createContext({ process, require, module: { require }, Buffer, fetch, WebSocket: Object, Worker: Object, MessageChannel, BroadcastChannel, performance, navigator: {}, setTimeout, setInterval, structuredClone, queueMicrotask, URL, setImmediate: globalThis.setImmediate, __filename: "x", exports: {}, global: globalThis });
  const bridge = runInContext(careless, context) as (state: object, work: (...args: unknown[]) => unknown) => (...args: unknown[]) => unknown;
  const bridged = (work: (...args: never[]) => unknown) => bridge({ process }, (...args) => {
    for (const arg of args) lookAt(arg);
    return work(...(args as never[]));
  });
  const console = Object.fromEntries(["log", "warn", "error", "info", "debug", "trace"].map((level) => [level, bridged((...args: unknown[]) => guest.host.log("info", format(...args)))]));
  const run = bridged(async (key: string, ...args: unknown[]) => guest.host.run(key, args, { allocate: () => undefined }));
  const modules = {
    NdArray: Arrays, isNdArray, stack: bridged(stack), ndarray: (x: unknown) => x, memory: (x: unknown) => x, run, progress: bridged((fraction: number, text: string) => guest.host.progress(fraction, text)),
    gaussian: bridged(async (...args: unknown[]) => guest.host.run("gaussian", args, { allocate: () => undefined })),
  };
  Object.assign(context, { console });
  const functions = compileIn(context, source)(...source.imports.map(({ imported }) => modules[imported as keyof typeof modules])) as Guest["functions"];
  return Object.assign(guest, { functions, take: (value: unknown) => (isNdArray(value) ? new Arrays(value) : value) });
}

function compileIn(context: Context, { code, imports, names }: Source): (...imported: readonly unknown[]) => unknown {
  return runInContext(`(function (${imports.map(({ local }) => local).join(", ")}) { "use strict";\n${code}\nreturn { ${names.join(", ")} }; })`, context, { importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER as never }) as ReturnType<typeof compileIn>;
}

/** Lists and records of the host's own; all else is taken as it comes. */
function inThisRealm(value: unknown, depth = 6): unknown {
  const name = typeof value === "object" && value !== null && !types.isProxy(value) ? (Object.getPrototypeOf(value) as object | null)?.constructor.name : undefined;
  if (depth === 0 || (name !== "Array" && name !== "Object") || isNdArray(value)) return value;
  if (name === "Array") return Array.from(value as unknown[], (inner) => inThisRealm(inner, depth - 1));
  return Object.assign({}, Object.fromEntries(Object.entries(value as object).map(([key, inner]) => [key, inThisRealm(inner, depth - 1)])));
}

/** A host that handles what guests gave it without thinking of what that may do. */
export function lookAt(value: unknown): void {
  const looks = [
    () => inspect(value), () => format("%s %j", value, value), () => String(value), () => (value as Error).stack, () => ({ ...(value as object) }), () => `${(value as Error).name}${(value as Error).message}`, () => [...(value as Iterable<unknown>)].length,
    () => { if (!((value as { length: number }).length > 1e5)) JSON.stringify(value); }, () => void Promise.resolve(value).catch(() => {}), () => Object.defineProperty(value as object, "seen", { value: {}, configurable: true, writable: true }),
    () => { if (Array.isArray(value) && value.length < 100) value.forEach(lookAt); }, () => (value as { toString: (x: object) => string }).toString({}), () => (value as (x: object) => unknown)({}), () => Object.getOwnPropertyDescriptor(value, "a"),
    () => { const { a, data, shape } = value as Record<string, unknown>; for (const inner of [a, data, shape]) if (inner !== undefined && inner !== value) lookAt(inner); },
  ];
  for (const look of looks) {
    try {
      look();
    } catch {
      // It goes on to what else it does.
    }
  }
}

/** A bridge in the guest's own realm that uses what the guest may have replaced, with what gives the process away at hand. */
const careless = String.raw`
(state, work) => (...args) => {
  const uses = [
    () => [state].map((x) => x), () => [state].forEach(() => {}), () => { const list = []; list.push(state); list.pop(); list[0] = state; list[1] = state; }, () => Array.from([state]), () => Object.keys(state), () => Object.entries(state), () => Object.assign({}, state), () => Object.freeze({ state }),
    () => state.toString(), () => state.hasOwnProperty("x"), () => Reflect.apply(function () {}, state, [state]), () => Reflect.ownKeys(state), () => (function () {}).call(state), () => (function () {}).apply(state, [state]), () => (function () {}).bind(state),
    () => Promise.resolve(state).then(() => {}), () => new Promise((resolve) => resolve(state)), () => JSON.stringify({ x: { toJSON: () => 1 }, state: { note: 1 } }), () => { const map = new Map([[state, state]]); map.set(state, state).get(state); map.forEach(() => {}); for (const x of map.entries()) x; }, () => { const set = new Set([state]); set.add(state).has(state); },
    () => new WeakMap([[state, 1]]).get(state), () => "x".slice(state), () => "x".split(state), () => Object.assign(/x/, { state }).exec("x"), () => Object.assign(/x/, { state }).test("x"), () => Number.isInteger(state), () => Math.floor(state), () => Math.max(state), () => (5).toString(state), () => ArrayBuffer.isView(state), () => Symbol.for(state),
    () => Object.assign(new Error("x"), { state }).toString(), () => Error.captureStackTrace(state), () => Object.assign(new Float32Array(4), { state }).set([1]), () => Object.assign(new Float32Array(4), { state }).subarray(0), () => { for (const x of [state]) x; }, () => { for (const x of new Map([[1, state]])) x; }, () => JSON.stringify(state.x), () => JSON.parse(state),
    () => { const message = { process: state.process }; for (const key of ["id", "type", "kind", "value", "data", "0", "1"]) { message[key]; message[key] = 1; } message.then; message.get; },
    () => { const list = [state]; list.then; list.id; list.type; list.data; }, () => { const f = () => {}; f.process = state.process; f.then; f.get; f.id; f.type; f.data; }, () => { const e = new Error("x"); e.process = state.process; e.code; e.id; e.type; e.data; }, () => { const p = Promise.resolve(1); p.process = state.process; p.id; p.get; p.data; },
    () => isNaN(state), () => new Error(state), () => new String(state), () => Array(state), () => Object(state), () => new Uint8Array(state), () => Object.assign(new Float32Array(4), { process: state.process }).buffer, () => { const b = new ArrayBuffer(8); b.process = state.process; b.byteLength; b.slice(0); },
  ];
  for (const use of uses) { try { use(); } catch {} }
  return work(...args);
}
`;
