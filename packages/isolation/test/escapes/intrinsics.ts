import type { Attempt } from "./attempt.js";

/** Functions of the language that a bridge between guest and host may call. Expressions of the guest: the object, and the keys. */
const intrinsics: readonly (readonly [string, readonly string[]])[] = [
  ["Array.prototype", ["push", "pop", "shift", "map", "forEach", "join", "slice", "splice", "concat", "filter", "some", "every", "indexOf", "includes", "reduce", "flatMap", "entries", "keys", "values"]],
  ["Array", ["from", "isArray", "of"]],
  ["Object", ["keys", "entries", "fromEntries", "assign", "create", "freeze", "defineProperty", "getPrototypeOf", "setPrototypeOf", "getOwnPropertyDescriptor", "getOwnPropertyNames", "is", "hasOwn"]],
  ["Object.prototype", ["toString", "hasOwnProperty", "valueOf", "isPrototypeOf", "toLocaleString"]],
  ["Reflect", ["apply", "ownKeys", "get", "set", "construct", "getPrototypeOf", "has", "defineProperty"]],
  ["Function.prototype", ["call", "apply", "bind", "toString"]],
  ["Promise.prototype", ["then", "catch", "finally"]],
  ["Promise", ["resolve", "reject", "all", "race", "allSettled"]],
  ["JSON", ["stringify", "parse"]],
  ["Map.prototype", ["get", "set", "has", "delete", "forEach", "values", "entries"]],
  ["Set.prototype", ["add", "has", "delete", "forEach"]],
  ["WeakMap.prototype", ["get", "set", "has"]],
  ["String.prototype", ["slice", "split", "startsWith", "replace", "indexOf", "padStart", "trim", "match", "charCodeAt", "toString", "includes"]],
  ["RegExp.prototype", ["exec", "test", "toString"]],
  ["Number", ["isInteger", "isSafeInteger", "isFinite", "isNaN"]],
  ["Number.prototype", ["toString", "toFixed", "valueOf"]],
  ["Symbol", ["for"]],
  ["Error", ["captureStackTrace"]],
  ["Error.prototype", ["toString"]],
  ["Math", ["min", "max", "floor", "ceil", "trunc"]],
  ["ArrayBuffer", ["isView"]],
  ["Object.getPrototypeOf(Float32Array.prototype)", ["set", "subarray", "slice", "fill", "map", "copyWithin"]],
  ["Object.getPrototypeOf([][Symbol.iterator]())", ["next"]],
  ["Object.getPrototypeOf(new Map().entries())", ["next"]],
  ["globalThis", ["Promise", "Map", "Set", "WeakMap", "Error", "TypeError", "Proxy", "Uint8Array", "Float32Array", "ArrayBuffer", "String", "Symbol", "Object", "Array", "NdArray", "isNaN"]],
];

/** Accessors and setters on prototypes, through which plain reads and writes of a bridge would go. */
const properties = [
  "then", "toJSON", "constructor", "get", "set", "value", "writable", "enumerable", "configurable", "length", "0", "1", "id", "type", "kind", "key", "args", "error", "data", "shape", "dtype", "strides", "offset", "buffer", "segment", "descriptor",
  "message", "name", "stack", "code", "signal", "allocator", "release", "result", "ok", "op", "tag", "$", "Symbol.iterator", "Symbol.toPrimitive", "Symbol.species", "Symbol.hasInstance", "Symbol.isConcatSpreadable", "Symbol.unscopables", "Symbol.toStringTag",
];

/** Makes a bridge work: what it calls while it does is looked at. */
const use = `for (const work of [() => console.log("x", { a: [1] }, image), () => progress(0.5, "x"), () => run("echo", { a: [1, "x", 2n], b: new Uint8Array(4) }, image), () => gaussian(image, { sigma: 1 }), () => run("fail"), () => run("array"), () => NdArray.zeros([64, 64]),
  () => image.slice([0, 4]), () => stack([image, image]), () => image.add(1).copy(), () => handle.toString(), () => new Error("x").stack]) { try { note(await work()); } catch (error) { note(error); } }`;
const back = `for (let at = undo.length - 1; at >= 0; at--) attemptTo(undo[at]); undo.length = 0; await turns(1); return found;`;
const change = (object: string, keys: readonly string[]) => `{ const target = ${object}; for (const key of ${JSON.stringify(keys)}) {
  const before = capturedReflect.getOwnPropertyDescriptor(target, key); const original = before && before.value; if (typeof original !== "function") continue;
  const replaced = tap(function () { note(this, arguments); const got = new.target ? capturedReflect.construct(original, arguments, new.target === replaced ? original : new.target) : capturedReflect.apply(original, this, arguments); note(got); return got; });
  attemptTo(() => { replaced.prototype = original.prototype; });
  for (const name of capturedReflect.ownKeys(original)) if (name !== "prototype") attemptTo(() => capturedReflect.defineProperty(replaced, name, capturedReflect.getOwnPropertyDescriptor(original, name)));
  if (attemptTo(() => capturedReflect.defineProperty(target, key, { ...before, value: replaced }))) { undo.push(() => capturedReflect.defineProperty(target, key, before)); continue; }
  if (attemptTo(() => { target[key] = replaced; return target[key] === replaced; })) undo.push(() => { target[key] = original; });
} }`;
const trap = (object: string, key: string) => `{ const target = ${object}, key = ${key.startsWith("Symbol.") ? key : JSON.stringify(key)}; const before = capturedReflect.getOwnPropertyDescriptor(target, key);
  const kept = Symbol("kept"); const accessor = { __proto__: null, configurable: true, enumerable: false,
    get: tap(function () { note(this); return before ? before.value : undefined; }),
    set: tap(function (value) { note(this, value); capturedReflect.defineProperty(this, key, { __proto__: null, value, writable: true, enumerable: true, configurable: true }); }) };
  if (attemptTo(() => capturedReflect.defineProperty(target, key, accessor))) undo.push(() => before ? capturedReflect.defineProperty(target, key, before) : capturedReflect.deleteProperty(target, key)); }`;

const later = back;
const top = "const undo = [];";

/** A guest that changes the language under the bridge's feet. */
export const intrinsicsChanged: readonly Attempt[] = [
  ...intrinsics.map(([object, keys]): Attempt => ({ name: `replaces functions of ${object}`, alone: true, top, body: `found = ""; ${change(object, keys)} ${use} return [1, { a: "x" }, image];`, later })),
  ...["Object.prototype", "Array.prototype", "Function.prototype", "Error.prototype", "Promise.prototype"].map((object): Attempt => ({
    name: `has all reads and writes through ${object} looked at`, alone: true, top,
    body: `found = ""; ${properties.map((key) => trap(object, key)).join("\n")} ${use} return { a: [1, { b: image }] };`, later,
  })),
  { name: "replaces all at once before the first call", alone: true, top: `${top} ${intrinsics.map(([object, keys]) => change(object, keys)).join("\n")}`, body: `${use} return [1, { a: "x" }, image];`, later },
  { name: "has prototypes looked at before the first call", alone: true, top: `${top} ${["then", "toJSON", "value", "get", "0", "id", "type", "length", "data"].flatMap((key) => ["Object.prototype", "Array.prototype"].map((object) => trap(object, key))).join("\n")}`, body: `${use} return { a: [1, { b: image }] };`, later },
  { name: "makes lists' holes inherit", alone: true, top, body: `found = ""; for (let at = 0; at < 8; at++) attemptTo(() => capturedReflect.defineProperty(Array.prototype, at, { configurable: true, get: tap(function () { note(this); return undefined; }), set: tap(function (value) { note(this, value); }) })); undo.push(() => { for (let at = 0; at < 8; at++) delete Array.prototype[at]; }); ${use} return [, 1, , 2];`, later },
  { name: "gives the global object another prototype", alone: true, top, body: `attemptTo(() => Object.setPrototypeOf(globalThis, spy({}))); attemptTo(() => Object.setPrototypeOf(Object.prototype, spy({ __proto__: null }))); ${use} return [1];`, later },
  { name: "gives functions and lists another prototype", alone: true, top, body: `for (const target of [run, progress, gaussian, console, console.log, NdArray, NdArray.prototype, image, image.data, Array.prototype, Function.prototype, Promise.prototype, Error.prototype]) attemptTo(() => Object.setPrototypeOf(target, spy(Object.getPrototypeOf(target)))); ${use} return [1, image];`, later },
  { name: "changes what it imported", alone: true, top, body: `for (const target of [run, progress, gaussian, NdArray, NdArray.prototype, stack, ndarray]) for (const key of capturedReflect.ownKeys(target)) attemptTo(() => { const original = target[key]; if (typeof original === "function") target[key] = tap(function () { note(this, arguments); return capturedReflect.apply(original, this, arguments); }); }); ${use} return [1, image, NdArray.zeros([64, 64])];`, later },
  { name: "changes getters of arrays", alone: true, top, body: `for (const key of ["data", "storage", "size", "bytes", "isPacked", "isContiguous", "rank", "isDisposed"]) attemptTo(() => { const before = Object.getOwnPropertyDescriptor(NdArray.prototype, key); Object.defineProperty(NdArray.prototype, key, { configurable: true, get: tap(function () { const got = capturedReflect.apply(before.get, this, []); note(this, got); return got; }) }); undo.push(() => Object.defineProperty(NdArray.prototype, key, before)); }); ${use} return [image, NdArray.zeros([64, 64])];`, later },
  { name: "changes getters of typed arrays and buffers", alone: true, top, body: `for (const [target, keys] of [[Object.getPrototypeOf(Float32Array.prototype), ["buffer", "byteLength", "byteOffset", "length", Symbol.toStringTag]], [ArrayBuffer.prototype, ["byteLength", "slice", "resize", "transfer"]], [DataView.prototype, ["buffer"]]]) for (const key of keys) attemptTo(() => { const before = Object.getOwnPropertyDescriptor(target, key); Object.defineProperty(target, key, { configurable: true, get: tap(function () { const got = before.get ? capturedReflect.apply(before.get, this, []) : before.value; note(this, got); return got; }) }); undo.push(() => Object.defineProperty(target, key, before)); }); ${use} return [image, NdArray.zeros([64, 64]), new Uint8Array(4)];`, later },
];
