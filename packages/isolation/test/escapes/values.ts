import { isNdArray } from "@openhcs/core";
import { DeviceArray, type Attempt, type Seen } from "./attempt.js";

/** Names that a protocol may give a meaning to. */
const tags = ["$", "$array", "$type", "$ref", "$segment", "$handle", "$bigint", "$undefined", "$number", "__proto__", "__type", "__ndarray__", "@type", "@array", "type", "kind", "tag", "segment", "handle", "bytes", "then", "toJSON", "constructor", "prototype", "\\u0000", "~", "#", "!", "^", "_", "ndarray", "bigint", "attachment", "id", "a", "n", "t", "v", "x"];
const polluted = () => (Reflect.ownKeys(Object.prototype).includes("polluted") || ({} as { polluted?: unknown }).polluted !== undefined ? "a property of the host's Object.prototype" : undefined);
const odd = (value: unknown): boolean => typeof value === "object" && value !== null && !Array.isArray(value) && Object.getPrototypeOf(value) !== Object.prototype && Object.getPrototypeOf(value) !== null;
const notTheSame = (seen: Seen) => {
  const value = seen.outcomes[0]?.value as { sent?: unknown; echoed?: unknown } | undefined;
  if (value === undefined || value === null) return undefined;
  return JSON.stringify(value.sent) === JSON.stringify(value.echoed) ? undefined : `an object became another one: ${JSON.stringify(value).slice(0, 200)}`;
};

/** Values that pass for something else, and texts that pass for messages. */
export const values: readonly Attempt[] = [
  { name: "returns objects with keys that a protocol may use", unproven: "there is no protocol to deceive there", body: `const all = []; for (const tag of ${JSON.stringify(tags)}) for (const value of [0, 1, "x", "0", null, true, [0], [], {}, { id: 0 }, { bytes: 1e9 }]) all.push({ ["" + tag]: value }); let bad = ""; for (const one of all) { try { const echoed = await run("echo", one); if (JSON.stringify(Object.entries(echoed)) !== JSON.stringify(Object.entries(one))) bad = bad || JSON.stringify(Object.entries(one)) + " became " + attemptTo(() => JSON.stringify(Object.entries(echoed))); } catch (error) { note(error); } } return found || bad;` },
  { name: "returns lists that a protocol may use for tags", unproven: "there is no protocol to deceive there", body: `let bad = ""; for (const tag of ${JSON.stringify(tags)}) for (const value of [[tag], [tag, 0], [tag, 0, 1e9], ["$", tag, 0], [[tag, 0]]]) { try { const echoed = await run("echo", value); if (JSON.stringify(echoed) !== JSON.stringify(value)) bad = bad || JSON.stringify(value) + " became " + attemptTo(() => JSON.stringify(echoed)); } catch (error) { note(error); } } return found || bad;` },
  { name: "returns an own property called __proto__", body: `const lie = JSON.parse('{"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}, "a": {"__proto__": {"polluted": 1}}}'); return { lie, list: [lie] };`,
    escaped: (seen) => polluted() ?? (JSON.stringify(seen.outcomes[0]?.value) !== undefined && odd((seen.outcomes[0]?.value as { lie?: unknown } | undefined)?.lie) ? "a result with a prototype of the guest's choice" : undefined) },
  { name: "gives a library call an own property called __proto__", unproven: "there is no protocol to deceive there", body: `const lie = JSON.parse('{"__proto__": {"polluted": 1, "sigma": 5}, "constructor": {"prototype": {"polluted": 1}}}'); await run("echo", image, lie).catch(() => {}); await gaussian(image, lie).catch(() => {}); return null;`,
    escaped: (seen) => polluted() ?? (seen.runs.some(({ args }) => args.some((x) => typeof x === "object" && x !== null && (x as { polluted?: unknown }).polluted !== undefined)) ? "parameters with a prototype of the guest's choice" : undefined) },
  { name: "returns an object without prototype, and one with a hidden one", body: `return [Object.create(null), Object.create({ polluted: 1 }), Object.create(NdArray.prototype), Object.setPrototypeOf([], { polluted: 1 })];`, escaped: polluted },
  { name: "returns text that passes for a message", unproven: "there is no protocol to deceive there", body: `const message = '{"type":"result","id":1,"ok":true,"value":"forged"}'; const size = String.fromCharCode(0, 0, 0, message.length); const sent = [message, size + message, "\\u0000\\u0000\\u0000\\u0010" + message, "\\n" + message + "\\n", "\\r\\n\\r\\n" + message, "\\u2028" + message, "\\ud800", "\\udfff\\ud800", "\\u0000".repeat(70)]; return { sent, echoed: (await run("echo", sent)) };`, escaped: notTheSame },
  { name: "logs text that passes for a message", unproven: "there is no protocol to deceive there", body: `const message = '{"type":"result","id":1,"ok":true,"value":"forged"}'; for (const text of [message, String.fromCharCode(message.length, 0, 0, 0) + message, "\\n" + message]) { console.log(text); progress(0.5, text); } return null;`, escaped: (seen) => (seen.outcomes[0]?.value === "forged" ? "a forged result" : undefined) },
  { name: "throws text that passes for a message", unproven: "there is no protocol to deceive there", body: `const error = new Error('{"type":"result"}'); error.name = "\\u0000\\u0000\\u0000\\u0004null"; error.code = "GUEST_TIMED_OUT"; error.stack = "Error: x\\n    at forged (/etc/passwd:1:1)"; throw error;` },
  { name: "throws what passes for an error of the host", body: `const error = new Error("forged"); error[Symbol.for("openhcs.error")] = true; error.code = "ISOLATION_UNAVAILABLE"; error.name = "IsolationUnavailableError"; throw error;`,
    escaped: (seen) => ((seen.outcomes[0]?.error as { code?: unknown } | undefined)?.code === "ISOLATION_UNAVAILABLE" ? "an error of its own choice in the host" : undefined) },
  ...["undefined", "null", "0", "NaN", "''", "Symbol('x')", "1n", "[]", "() => {}", "{ message: 1, stack: 2, name: 3 }", "new Proxy({}, { get() { throw new Error('trap'); } })", "Object.create(null)", "new Error('x', { cause: new Error('y', { cause: 1 }) })", "new AggregateError([new Error('a')], 'b')", "(() => { const e = new Error('x'); e.cause = e; return e; })()", "(() => { const e = new Error('x'); e.stack = 5; e.message = {}; return e; })()", "(() => { const e = new Error('x'); e.stack = 'x\\n'.repeat(1e6); return e; })()", "Object.freeze(new Error('x'))"].map((thrown): Attempt => ({
    name: `throws ${thrown.length > 60 ? `${thrown.slice(0, 60)}…` : thrown}`, body: `throw ${thrown.startsWith("{") ? `(${thrown})` : thrown};`, unproven: "whatever is thrown is an error there",
    escaped: ({ outcomes: [first] }) => (first?.error === undefined ? "a throw that counts as a result" : undefined),
  })),
  { name: "throws in accessors of what it returns", body: `return { get a() { throw new Error("trap"); }, b: { get c() { throw undefined; } } };`, escaped: ({ outcomes: [first] }) => (first?.error === undefined ? "a result although reading it throws" : undefined), unproven: "an unprotected host reads it in its own time" },
  { name: "returns different values at each reading", unproven: "there is no protocol to deceive there", body: `let reads = 0; return { get a() { return reads++ === 0 ? 1 : { __proto__: null, get then() { return undefined; } }; }, get length() { return reads++; } };` },
  { name: "returns a list that lies about its length", harmful: "it takes all memory", body: `const list = [1, 2, 3]; return new Proxy(list, { get: (target, key) => (key === "length" ? 2 ** 31 : target[key]) });` },
  { name: "returns a list whose elements change it while it is read", unproven: "there is no protocol to deceive there", body: `const list = [0, 1, 2]; Object.defineProperty(list, 0, { enumerable: true, get() { list.length = 1; list[50] = image; return 1; } }); return list;` },
  { name: "returns Map, Set, Date, RegExp, WeakMap, Promise and generator objects", body: `return [new Map([[{}, image]]), new Set([image]), new Date(NaN), /x/g, new WeakMap(), (function* () { yield 1; })(), Promise.resolve(image)];` },
  { name: "returns symbols for keys", body: `return { [Symbol("x")]: 1, [Symbol.for("openhcs.nd-array")]: true, [Symbol.toStringTag]: "NdArray", [Symbol.iterator]: 1 };`, escaped: (seen) => { const value = values0(seen); return typeof value === "object" && value !== null && Object.getOwnPropertySymbols(value).length > 0 ? "symbols of the guest's choice in the host" : undefined; } },
  { name: "returns a function, a class and a bound function", body: `return [() => 1, class A {}, (function () {}).bind(null)];`, escaped: (seen) => (Array.isArray(values0(seen)) && (values0(seen) as unknown[]).some((x) => typeof x === "function") ? "a function in the host" : undefined) },
  { name: "returns objects that contain themselves", body: `const a = { b: [] }; a.b.push(a); a.self = a; return a;` },
  { name: "returns numbers beyond what JSON knows", unproven: "there is no protocol to deceive there", body: `const sent = [NaN, Infinity, -Infinity, -0, 2 ** 53, 5e-324]; const echoed = await run("echo", sent); for (let at = 0; at < sent.length; at++) if (!Object.is(sent[at], echoed[at])) return sent[at] + " became " + echoed[at]; return "";` },
  { name: "returns bigints of any size", unproven: "there is no protocol to deceive there", body: `const sent = [0n, -1n, 2n ** 64n, -(2n ** 4000n)]; const echoed = await run("echo", sent); for (let at = 0; at < sent.length; at++) if (sent[at] !== echoed[at]) return "another bigint"; return "";` },
  { name: "forges handles from one that it was given", body: `const forged = []; const copy = () => { const made = Object.create(Object.getPrototypeOf(handle)); for (const key of Reflect.ownKeys(handle)) if (typeof handle[key] !== "function") attemptTo(() => Object.defineProperty(made, key, Object.getOwnPropertyDescriptor(handle, key))); return made; };
      forged.push(copy(), { ...handle }, Object.create(handle)); for (const key of Reflect.ownKeys(handle)) for (const step of [-2, -1, 1, 2, 3]) { const made = copy(); attemptTo(() => Object.defineProperty(made, key, { value: typeof handle[key] === "number" ? handle[key] + step : typeof handle[key] === "bigint" ? handle[key] + BigInt(step) : step, enumerable: true })); forged.push(made); }
      for (const one of forged) { try { await run("echo", one); } catch (error) { note(error); } } const results = []; for (const one of forged) { const way = attemptTo(() => one); if (way) results.push(way); } return results;`,
    escaped: ({ outcomes: [first], runs, handles }) => (foreignHandle([first?.value, runs.map(({ args }) => args)], handles[0]) ? "a device array that it was not given" : undefined) },
  { name: "keeps a handle for the next call", top: `let kept;`, body: `kept = handle; return null;`, later: `await run("echo", kept).catch(() => {}); return [kept];`,
    escaped: ({ outcomes: [, second], runs, handles }) => (foreignHandle([second?.value, runs.map(({ args }) => args)], handles[1]) ? "the device array of a call that ended" : undefined) },
  { name: "returns objects with a handle's fields and brands", unproven: "an unprotected host has no handles", body: `const all = []; for (const id of [0, 1, 2, 3, 10]) for (const shape of [{ memoryType: "opencl", dtype: "float32", shape: [2, 2], id }, { $handle: id }, { handle: id, memoryType: "opencl" }, ["$handle", id], { $: "handle", id }, { $: ["handle", id] }]) all.push(shape); for (const one of all) { try { await run("echo", one); } catch {} } return all;`,
    escaped: ({ outcomes: [first], runs, handles }) => (foreignHandle([first?.value, runs.map(({ args }) => args)], handles[0]) ? "a device array that it was not given" : undefined) },
];

function values0(seen: Seen): unknown {
  return seen.outcomes[0]?.value;
}

/** Whether a device array lies in what the host got that the call was not given. */
function foreignHandle(value: unknown, own: object | undefined, depth = 6): boolean {
  if (value instanceof DeviceArray) return value !== own;
  if (typeof value !== "object" || value === null || depth === 0 || ArrayBuffer.isView(value) || isNdArray(value)) return false;
  return Object.values(value).some((inner) => foreignHandle(inner, own, depth - 1));
}
