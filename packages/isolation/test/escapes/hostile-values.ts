import type { Attempt } from "./attempt.js";

/** Values that look at whoever handles them. Expressions of the guest. */
const values: Readonly<Record<string, string>> = {
  "a proxy": `spy({ a: 1, b: [1, 2] })`,
  "a proxy of a list": `spy([1, 2, 3])`,
  "a proxy of a function": `spy(function () {})`,
  "a proxy of an array's elements": `spy(new Float32Array(4))`,
  "a revoked proxy": `(() => { const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); return proxy; })()`,
  "accessors": `(() => { const odd = {}; for (const key of ["length", "constructor", "then", "toJSON", "toString", "valueOf", "data", "shape", "dtype", "strides", "offset", "stack", "message", "name", "code", "cause", "buffer", "byteLength", "id", "segment", "type", "0", Symbol.iterator, Symbol.toPrimitive, Symbol.toStringTag, Symbol.for("openhcs.nd-array"), Symbol.for("openhcs.error"), Symbol.for("nodejs.util.inspect.custom")]) Object.defineProperty(odd, key, { enumerable: true, configurable: true, get: tap(function () { return undefined; }) }); return odd; })()`,
  "a thenable": `({ then: tap(function (resolve, reject) { note(resolve, reject); resolve(1); }) })`,
  "conversions": `({ [Symbol.toPrimitive]: tap(function (hint) { note(hint); return "1"; }), toString: tap(() => "1"), valueOf: tap(() => 1), toJSON: tap(function (key) { note(key); return 1; }) })`,
  "what Node inspects": `({ [Symbol.for("nodejs.util.inspect.custom")]: tap(function (depth, options, inspect) { note(depth, options, inspect); return "x"; }), [Symbol.for("nodejs.rejection")]: tap(function () {}) })`,
  "an error of accessors": `(() => { const odd = new Error("x"); for (const key of ["stack", "message", "name", "cause", "code", "errors", "line", "column"]) Object.defineProperty(odd, key, { configurable: true, get: tap(() => "x") }); return odd; })()`,
  "an error whose name and message convert": `(() => { const odd = new RangeError("x"); odd.name = { toString: tap(() => "x") }; odd.message = { toString: tap(() => "y") }; return odd; })()`,
  "an iterable": `({ length: 2, 0: 1, 1: 2, [Symbol.iterator]: tap(() => ({ next: tap(() => ({ get done() { return true; } })), return: tap(() => ({})) })), [Symbol.asyncIterator]: tap(() => ({ next: tap(async () => ({ done: true })) })) })`,
  "a class of typed arrays": `(() => { class Odd extends Float32Array { get buffer() { note(this); return spy(super.buffer); } get length() { return 1e6; } get byteOffset() { return 1e6; } get ["constructor"]() { return tap(function () {}); } static get [Symbol.species]() { return tap(function () { return new Float32Array(8); }); } } return new Odd(16); })()`,
  "elements with accessors of their own": `(() => { const odd = new Float32Array(16); for (const key of ["buffer", "length", "byteLength", "byteOffset", "subarray", "set", "slice", "constructor", Symbol.iterator, Symbol.toStringTag]) Object.defineProperty(odd, key, { get: tap(() => tap(function () { return 1e6; })) }); return odd; })()`,
  "a class of arrays": `(() => { class Odd extends NdArray { get data() { return spy(super.data); } get shape() { return spy([1e6]); } get bytes() { return 1e9; } get isPacked() { return true; } retain() { note(this); return this; } dispose() { note(this); } } return new Odd({ data: new Float32Array(4), shape: [2, 2] }); })()`,
  "an array in disguise": `({ [Symbol.for("openhcs.nd-array")]: true, dtype: "float32", offset: 0, get data() { note(this); return spy(new Float32Array(4)); }, get shape() { return spy([2, 2]); }, get strides() { return spy([2, 1]); }, retain: tap(function () { return this; }), dispose: tap(() => {}), storage: spy({}) })`,
  "a proxy of an array": `spy(image)`,
  "a proxy of a handle": `spy(handle)`,
  "a promise with a then of its own": `(() => { const odd = Promise.resolve(1); Object.defineProperty(odd, "then", { value: tap(function (resolve, reject) { note(resolve, reject); resolve(2); }) }); Object.defineProperty(odd, "constructor", { get: tap(() => { return tap(function () {}); }) }); return odd; })()`,
};

/** Where such a value is handed over. Statements of the guest, with the value as `odd`. */
const ways: Readonly<Record<string, string>> = {
  "returned": `return odd;`,
  "returned deep inside": `return { a: [{ b: [odd] }] };`,
  "thrown": `throw odd;`,
  "rejected and never looked at": `Promise.reject(odd); await turns(2);`,
  "logged": `for (const key of ["log", "warn", "error", "info", "debug", "trace", "dir", "table", "assert"]) for (const given of [[odd], ["%s %o %j %d", odd, odd, odd, odd], [false, odd]]) try { console[key](...given); } catch (error) { note(error); }`,
  "given as a key": `try { await run(odd, 1); } catch (error) { note(error); }`,
  "given as arguments": `for (const given of [[odd], [[odd]], [image, odd], [{ sigma: odd }]]) try { note(await run("echo", ...given)); } catch (error) { note(error); }`,
  "given to a library function": `for (const given of [[odd, { sigma: 1 }], [image, { sigma: odd }], [image, odd], [odd]]) try { note(await gaussian(...given)); } catch (error) { note(error); }`,
  "given as progress": `for (const given of [[odd, odd], [0.5, odd], [odd]]) try { progress(...given); } catch (error) { note(error); }`,
  "made an array's elements": `try { const made = new NdArray({ data: odd, shape: [2, 2] }); note(made); return made; } catch (error) { note(error); }`,
  "made an array's shape": `for (const make of [() => NdArray.zeros(odd), ...["shape", "strides", "offset", "dtype"].map((key) => () => new NdArray({ data: new Float32Array(4), shape: [4], [key]: odd })), () => new NdArray(odd)]) try { note(make()); } catch (error) { note(error); }`,
  "added to an array": `for (const use of [() => image.add(odd), () => stack([image, odd]), () => image.slice(odd), () => NdArray.from(odd), () => stack(odd), () => image.transpose(odd), () => image.get(odd), () => image.data.set(odd)]) try { note(use()); } catch (error) { note(error); }`,
};

/** Where an unprotected runner stays within the guest's realm. */
const unproven = ["a thenable is returned", "an iterable is returned deep inside", "a class of typed arrays is returned", "a class of typed arrays is returned deep inside", "a class of typed arrays is thrown", "a class of typed arrays is given as progress", "a promise with a then of its own is returned", "a revoked proxy is rejected and never looked at", "a class of typed arrays is rejected and never looked at"];

/** Every value in every place; what came across what it should not is asked for by a second call. */
export const hostileValues: readonly Attempt[] = Object.entries(values).flatMap(([value, expression]) =>
  Object.entries(ways).map(([way, statements]) => ({
    name: `${value} is ${way}`,
    body: `found = ""; const odd = ${expression}; ${statements}`,
    later: `await turns(2); return found;`,
    ...(unproven.includes(`${value} is ${way}`) ? { unproven: "it stays within one realm there" } : {}),
  })),
);
