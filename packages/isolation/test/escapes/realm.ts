import type { Attempt } from "./attempt.js";

/** Ways to another realm than the guest's own, or to names that are no part of the language. */
export const realm: readonly Attempt[] = [
  ...["process", "require", "module", "exports", "global", "Buffer", "fetch", "WebSocket", "Worker", "MessageChannel", "BroadcastChannel", "setImmediate", "performance", "navigator", "__filename"].map((name) => ({
    name: `looks for ${name}`,
    body: `return typeof ${name} === "undefined" ? "" : "${name} is there";`,
  })),
  {
    name: "looks for globals that the language does not have",
    body: `const known = new Set(("Object Function Array Number parseFloat parseInt Infinity NaN undefined Boolean String Symbol Date Promise RegExp Error AggregateError EvalError RangeError ReferenceError SyntaxError " +
      "TypeError URIError globalThis JSON Math Intl ArrayBuffer Atomics Uint8Array Int8Array Uint16Array Int16Array Uint32Array Int32Array Float16Array Float32Array Float64Array Uint8ClampedArray BigUint64Array " +
      "BigInt64Array DataView Map BigInt Set WeakMap WeakSet WeakRef Proxy Reflect FinalizationRegistry decodeURI decodeURIComponent encodeURI encodeURIComponent escape unescape eval isFinite isNaN console " +
      "SharedArrayBuffer Iterator SuppressedError DisposableStack AsyncDisposableStack Temporal").split(" "));
      const strange = Reflect.ownKeys(globalThis).filter((key) => !known.has(key)).map(String);
      return strange.length === 0 ? "" : "globals: " + strange.join(", ");`,
  },
  {
    name: "walks over all that can be reached from its globals, imports and arguments",
    body: `const seen = new Set(), queue = [["globalThis", globalThis], ["image", image], ["data", image.data], ["parameters", parameters], ["handle", handle], ["NdArray", NdArray], ["stack", stack], ["run", run],
      ["progress", progress], ["gaussian", gaussian], ["ndarray", ndarray], ["memory", memory], ["run()", run("echo", 1)], ["gaussian()", gaussian(image, {})], ["async", async () => {}], ["generator", function* () {}],
      ["async generator", async function* () {}], ["arguments", arguments], ["array iterator", [][Symbol.iterator]()], ["map iterator", new Map().entries()], ["matches", "".matchAll(/a/g)], ["stack frames", new Error().stack]];
      queue[12][1].catch(() => {}); queue[13][1].catch(() => {});
      for (let at = 0; at < queue.length && at < 20000; at++) {
        const [path, x] = queue[at];
        if (!isObject(x) || seen.has(x)) continue;
        seen.add(x);
        const gained = reach(x, 0);
        if (gained) return path + ": " + gained;
        if (ArrayBuffer.isView(x)) { queue.push([path + ".buffer", x.buffer]); queue.push([path + ".__proto__", Object.getPrototypeOf(x)]); continue; }
        queue.push([path + ".__proto__", attemptTo(() => Object.getPrototypeOf(x))]);
        for (const key of attemptTo(() => Reflect.ownKeys(x)) || []) {
          const property = attemptTo(() => Reflect.getOwnPropertyDescriptor(x, key));
          if (!property) continue;
          const name = path + "." + String(key);
          queue.push([name, property.value], ["get " + name, property.get], ["set " + name, property.set], [name + "()", property.get ? attemptTo(() => x[key]) : undefined]);
        }
      }
      return "";`,
  },
  {
    name: "calls all functions that it can reach with odd arguments, and looks at results and errors",
    harmful: "it would call process.abort",
    alone: true,
    body: `const skipped = new Set([NdArray.zeros, NdArray.full, globalThis.Atomics && Atomics.wait, globalThis.Atomics && Atomics.waitAsync, Array.prototype.fill, Array.prototype.join, String.prototype.repeat, String.prototype.padStart, String.prototype.padEnd]);
      const odd = [[], [undefined], [null, null], [Symbol("odd")], [-1, {}], [{}, {}], [() => {}, []], [spy({})], [new Proxy([], {})], [image, { sigma: 1n }], ["x", "y", "z"], [handle]];
      const look = (x) => { if (found === "") found = reach(x, 0) || reach(attemptTo(() => x.constructor), 0); };
      const seen = new Set(), queue = [globalThis, image, parameters, handle, NdArray, stack, run, progress, gaussian, ndarray, memory, isNdArray];
      const waits = [];
      for (let at = 0; at < queue.length && at < 3000; at++) {
        const x = queue[at];
        if (!isObject(x) || seen.has(x) || skipped.has(x)) continue;
        seen.add(x);
        if (typeof x === "function") {
          for (const given of odd) {
            for (const self of [undefined, image, image.data, handle]) {
              try { const got = Reflect.apply(x, self, given); look(got); if (isObject(got) && typeof got.then === "function") waits.push(got.then(look, look)); } catch (error) { look(error); }
            }
            try { look(Reflect.construct(x, given)); } catch (error) { look(error); }
          }
        }
        if (found) return found;
        for (const key of attemptTo(() => Reflect.ownKeys(x)) || []) {
          const property = attemptTo(() => Reflect.getOwnPropertyDescriptor(x, key));
          if (property) queue.push(property.value, property.get, property.set);
        }
        if (!ArrayBuffer.isView(x)) queue.push(attemptTo(() => Object.getPrototypeOf(x)));
      }
      await Promise.race([Promise.allSettled(waits), turns(5)]);
      return found;`,
  },
  { name: "takes the constructor of an input's class", body: `return reach(image) || reach(image.constructor) || reach(Object.getPrototypeOf(image)) || reach(NdArray);` },
  { name: "takes the constructor of an input's elements", body: `return reach(image.data) || reach(image.data.constructor) || reach(Object.getPrototypeOf(Object.getPrototypeOf(image.data)));` },
  { name: "takes the constructor of an input's buffer", body: `return reach(image.data.buffer) || reach(image.data.buffer.constructor);` },
  { name: "takes the constructor of an input's shape and strides", body: `return reach(image.shape) || reach(image.strides);` },
  { name: "takes the constructors of parameters at every depth", body: `return reach(parameters, 3) || reach(parameters.nested) || reach(parameters.nested.list) || reach(parameters.nested.bytes) || reach(parameters.nested.bytes.buffer);` },
  { name: "takes the constructor of a handle", body: `return reach(handle, 3) || reach(handle.shape);` },
  { name: "takes the constructors of decorators", body: `note(ndarray, memory, ndarray({}), ndarray(function f() {})); return found;` },
  { name: "takes the constructor of console's functions", body: `for (const key of Reflect.ownKeys(console)) note(console[key], console[key].constructor); return found || reach(console);` },
  { name: "takes the constructor of what console returns", body: `for (const key of Reflect.ownKeys(console)) { try { note(console[key]("x", {})); } catch (error) { note(error); } } return found;` },
  { name: "takes the constructor of the promise of a library call", body: `const promise = run("echo", 1); note(promise, await promise, promise.then, promise.finally(() => {})); const other = gaussian(image, {}); note(other, await other); return found;` },
  { name: "takes the constructor of what a library call returns", body: `note(await run("echo", { a: [1, { b: 2 }] })); const array = await run("array"); note(array, array.data, array.data.buffer, array.shape); return found;` },
  { name: "takes the constructor of a library call's failure", body: `try { await run("fail"); } catch (error) { note(error, error.stack, error.cause, error.constructor, error.code); for (const key of Reflect.ownKeys(error)) note(error[key]); } return found;` },
  { name: "takes the constructor of the refusal of what cannot cross", body: `for (const odd of [Symbol("odd"), () => {}, new WeakMap(), new Proxy({}, {}), new (class Strange {})()]) { try { note(await run("echo", odd)); } catch (error) { note(error); } } return found;` },
  ...["[2 ** 31, 2 ** 20]", "[2 ** 53]", "[-1]", "[NaN]", "[2 ** 31]", "[1e10]", "new Array(9).fill(1)", '["8"]', "[{}]", "null", "undefined", "3", "[2 ** 33, 0]"].map((shape): Attempt => ({
    name: `takes the constructor of the refusal of an array of shape ${shape}`,
    body: `for (const make of [() => NdArray.zeros(${shape}), () => NdArray.full(${shape}, 1, "float64"), () => new NdArray({ data: new Float32Array(1), shape: ${shape} }), () => image.reshape(${shape}), () => image.broadcastTo(${shape})]) { try { note(make()); } catch (error) { note(error); } } return found;`,
  })),
  { name: "takes the constructor of progress's failures", body: `for (const odd of [NaN, -1, 2, Symbol("odd"), {}, spy({}), 10n, undefined]) { try { note(progress(odd, odd)); } catch (error) { note(error); } } return found;` },
  {
    name: "overflows the stack within console, progress and library calls",
    body: `const bridges = [() => console.log("x"), () => console.log({ a: [1] }), () => progress(0.5, "x"), () => run("echo", 1).catch(() => {}), () => run("echo", image).catch(() => {}), () => gaussian(image, {}).catch(() => {})];
      for (const bridge of bridges) {
        let calls = 0;
        const dive = () => { try { dive(); } catch (error) { note(error); } if (calls++ < 60) { try { note(bridge()); } catch (error) { note(error); } } };
        dive();
      }
      return found;`,
  },
  {
    name: "overflows the stack within arrays' methods",
    body: `const bridges = [() => NdArray.zeros([64, 64]), () => image.slice([0, 4]), () => image.copy(), () => stack([image, image]), () => image.add(1), () => NdArray.from([[1]]), () => image.data.subarray(0, 4), () => image.sum(0), () => handle.toString()];
      for (const bridge of bridges) {
        let calls = 0;
        const dive = () => { try { dive(); } catch (error) { note(error); } if (calls++ < 60) { try { note(bridge()); } catch (error) { note(error); } } };
        dive();
      }
      return found;`,
  },
  {
    name: "overflows the stack while an error's stack is made",
    body: `const dive = () => { try { new Error("x").stack; } catch (error) { note(error); } dive(); }; try { dive(); } catch (error) { note(error); }
      const again = () => { try { again(); } catch (error) { note(error); try { error.stack; new TypeError("y").stack; } catch (inner) { note(inner); } } }; again(); return found;`,
  },
  { name: "overflows the stack while a promise rejects", harmful: "V8 tells of each on the error output", body: `const dive = () => { try { Promise.reject(1).catch(() => {}); new Promise(() => { throw 1; }).catch(() => {}); } catch (error) { note(error); } dive(); }; try { dive(); } catch (error) { note(error); } return found;` },
  { name: "names an error by a symbol and reads its stack", body: `const error = new Error(); error.name = Symbol("odd"); try { note(error.stack); } catch (failure) { note(failure); } const other = new Error(); other.message = { toString: null, valueOf: null }; try { note(other.stack); } catch (failure) { note(failure); } return found;` },
  { name: "names an error by what looks at its callers", body: `for (const key of ["name", "message"]) { const error = new Error("x"); error[key] = { toString: tap(() => "x") }; error.stack; const other = new Error("x"); Object.defineProperty(other, key, { get: tap(() => "x") }); other.stack; } return found;` },
  { name: "formats stacks by a function that looks at its callers", body: `attemptTo(() => { Error.prepareStackTrace = tap((error, frames) => { note(error, frames); for (const frame of frames) note(frame, frame.getThis(), frame.getFunction(), attemptTo(() => frame.getThis().process)); return "x"; }); }); note(new Error().stack); attemptTo(() => console.log("x")); attemptTo(() => progress(1)); try { image.get(1); } catch (error) { note(error.stack); } attemptTo(() => { Error.prepareStackTrace = undefined; }); return found;` },
  { name: "formats stacks by a replaced global Error", alone: true, body: `const kept = Error; attemptTo(() => { globalThis.Error = { prepareStackTrace: tap((error, frames) => { note(frames); for (const frame of frames) note(frame, frame.getThis(), frame.getFunction()); return "x"; }) }; }); note(new kept("x").stack); await turns(2); return found;` },
  { name: "reads this and functions of stack frames", body: `attemptTo(() => { Error.prepareStackTrace = (_, frames) => { for (const frame of frames) { note(attemptTo(() => frame.getThis()), attemptTo(() => frame.getFunction()), frame.constructor); } return frames; }; }); const frames = new Error().stack; if (Array.isArray(frames)) for (const frame of frames) note(frame); attemptTo(() => { delete Error.prepareStackTrace; }); return found;` },
  { name: "captures a stack on a proxy and on a frozen object", body: `for (const target of [spy({}), Object.freeze({}), spy(function () {})]) { try { Error.captureStackTrace(target); note(target.stack); } catch (error) { note(error); } } return found;` },
  { name: "asks for the caller of its caller", body: `try { note(arguments.callee.caller); } catch (error) { note(error); } function who() { try { return who.caller; } catch (error) { note(error); } } note(who()); const sloppy = attemptTo(() => ({ f() {} }).f.caller); note(sloppy, attemptTo(() => run.caller), attemptTo(() => run.arguments)); return found;` },
  { name: "reads what regular expressions left behind", body: `"".match(/^/); const kept = ["input", "$_", "lastMatch", "$&", "leftContext", "rightContext", "$1"].map((key) => String(RegExp[key])).join(""); return kept.includes("/packages/") || kept.includes("node:") ? kept : "";`, unproven: "it reads what a bridge happened to match" },
  { name: "looks at what a finalizer is called with", body: `if (typeof FinalizationRegistry === "undefined") return ""; const registry = new FinalizationRegistry(tap(function (...held) { note(this, held); })); for (let at = 0; at < 20000; at++) registry.register({}, { at }); await turns(5); return found;`, unproven: "nobody knows when the collector runs" },
  { name: "awaits a thenable that looks at its callers", body: `const thenable = { get then() { return tap((resolve, reject) => { note(resolve, reject); resolve(1); }); } }; await thenable; await Promise.all([thenable, thenable]); await (async () => thenable)(); const generator = (async function* () { yield thenable; })(); await generator.next(); await generator.return(thenable); return found;`, unproven: "all of it stays within one realm" },
  { name: "closes iterators of library results by throwing", body: `const got = await run("echo", [1, 2, 3]); const it = got[Symbol.iterator](); try { for (const x of got) { note(x, it); throw new Error("x"); } } catch (error) { note(error); } note(Object.getPrototypeOf(it)); return found || reach(got);` },
  { name: "derives a class from NdArray and looks at what its constructor gets", body: `class Derived extends NdArray { constructor(...given) { note(given); super(...given); note(this); } } attemptTo(() => { const derived = new Derived({ data: new Float32Array(4), shape: [2, 2] }); note(derived.slice([0, 1]), derived.copy(), derived.add(image.slice([0, 2], [0, 2]))); }); attemptTo(() => note(Derived.zeros([2]), Derived.from([1]))); return found;`, unproven: "the class itself stays within one realm" },
  { name: "has typed arrays make their results by a species that looks at its callers", body: `const data = image.data; const Kind = tap(function () { return new Float32Array(16384); }); attemptTo(() => { data.constructor = { [Symbol.species]: Kind }; }); attemptTo(() => note(data.slice(0, 2), data.subarray(0, 2), data.map((x) => x))); attemptTo(() => note(image.copy(), image.packed(), image.slice([0, 2]).copy())); return found;` },
  { name: "overrides instanceof", body: `attemptTo(() => Object.defineProperty(NdArray, Symbol.hasInstance, { value: tap((x) => { note(x); return true; }) })); attemptTo(() => note(stack([image, {}]))); attemptTo(() => image.add({})); await run("echo", {}).catch(note); return found;`, alone: true, unproven: "its class never meets what it asks for" },
  { name: "climbs from the global object's own prototypes", body: `let at = globalThis; for (let steps = 0; at && steps < 10; steps++) { note(at, at.constructor); at = Object.getPrototypeOf(at); } return found;` },
  { name: "looks for itself in the top level", top: `let early = ""; early = reach(globalThis) || reach(console) || reach(NdArray) || reach(run) || reach(this) || (typeof process === "undefined" ? "" : "process") || (typeof require === "undefined" ? "" : "require");`, body: `return early;` },
  { name: "overflows the stack in the top level", top: `let early = ""; { const dive = () => { try { new Error("x").stack; console.log("x"); } catch (error) { early = early || reach(error); } dive(); }; try { dive(); } catch (error) { early = early || reach(error); } }`, body: `return early;` },
  { name: "keeps a rejected library call of the top level", top: `let early = ""; try { const promise = run("echo", 1); early = reach(promise); promise.then((x) => { early = early || reach(x); }, (error) => { early = early || reach(error); }); } catch (error) { early = reach(error); }`, body: `await turns(2); return early;` },
  { name: "returns from the top level instead of ending it", top: `if (typeof image === "undefined" && false) return { attack: 1 };`, body: `return "";`, unproven: "it asks for nothing" },
  { name: "closes the function that it is compiled as and goes on outside", alone: true, mayBeRefused: true, top: `} ; globalThis.outside = typeof process === "undefined" ? "" : "process"; {`, body: `return globalThis.outside || "";`, unproven: "only a compiler that pastes text gives way" },
  { name: "ends the list of parameters that it is compiled with", alone: true, mayBeRefused: true, top: `}) ( ) ; (function () { globalThis.outside = typeof require;`, body: `return globalThis.outside || "";`, unproven: "only a compiler that pastes text gives way" },
];
