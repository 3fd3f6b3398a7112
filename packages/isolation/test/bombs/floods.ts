import { exhausted, type Bomb } from "./bomb.js";

const refused = ["GUEST_VALUE", ...exhausted] as const;

/** What floods the host, or gives it more to take than it can hold. */
export const floods: readonly Bomb[] = [
  { name: "logs without end", body: `for (;;) console.log("line");`, ends: exhausted },
  { name: "logs long lines without end", body: `const line = "x".repeat(1e6); for (;;) console.log(line, line);`, ends: exhausted },
  { name: "logs at its top level without end", top: `for (;;) console.log("line");`, body: `return 1;`, ends: exhausted },
  { name: "tells progress without end", body: `for (;;) progress(0.5, "x".repeat(1000));`, ends: exhausted },
  { name: "calls the library without waiting", body: `for (;;) run("echo", 1).catch(() => {});`, ends: exhausted },
  { name: "calls library functions that never end", body: `for (;;) run("never").catch(() => {});`, ends: exhausted },
  { name: "calls library functions with large arrays", body: `for (;;) await run("echo", NdArray.full([512, 512], 1));`, ends: exhausted },
  { name: "calls library functions with long texts", body: `const text = "x".repeat(2 ** 22); for (;;) await run("echo", text);`, ends: refused },
  { name: "has the library make arrays without end", body: `const kept = []; for (;;) kept.push(await run("large"));`, ends: exhausted },
  { name: "has very many functions of the library make arrays at once", body: `const kept = []; for (let at = 0; at < 500; at++) kept.push(run("large").catch(() => {})); await Promise.all(kept); for (;;) ;`, ends: exhausted },
  { name: "returns a long text", body: `return "x".repeat(2 ** 28);`, ends: refused },
  { name: "returns a text that grows when it is sent", body: `return "\\u0000".repeat(2 ** 24);`, ends: refused },
  { name: "returns very many keys", body: `const all = {}; for (let at = 0; at < 2e6; at++) all["key " + at] = at; return all;`, ends: refused },
  { name: "returns a very long list", body: `return new Array(2e7).fill(0);`, ends: refused },
  { name: "returns a list that is longer than it is full", body: `const list = []; list.length = 2 ** 32 - 1; return list;`, ends: refused },
  { name: "returns what nests deeply", body: `let deep = []; for (let at = 0; at < 1e6; at++) deep = [deep]; return deep;`, ends: refused },
  { name: "returns what contains itself", body: `const a = {}; a.a = a; return a;`, ends: refused },
  { name: "returns what doubles at each level", body: `let tree = ["leaf"]; for (let at = 0; at < 40; at++) tree = [tree, tree]; return tree;`, ends: refused },
  { name: "returns a proxy that always has one level more", body: `const more = () => new Proxy({}, { ownKeys: () => ["a"], getOwnPropertyDescriptor: () => ({ value: 1, enumerable: true, configurable: true }), get: () => more() }); return more();`, ends: refused },
  { name: "returns a large number", body: `return 1n << (2n ** 24n);`, ends: ["result", ...refused] },
  { name: "returns many large numbers", body: `const one = (1n << (2n ** 21n)) - 1n; return new Array(20).fill(one);`, ends: ["result", ...refused] },
  { name: "gives the library many large numbers", body: `const one = (1n << (2n ** 21n)) - 1n; return await run("echo", new Array(20).fill(one));`, ends: ["result", ...refused] },
  { name: "returns one large typed array many times", body: `const one = new Uint8Array(2 ** 20); return new Array(1000).fill(one);`, ends: ["result", ...refused] },
  { name: "returns one array very many times", body: `const one = NdArray.zeros([256, 256]); return new Array(2e5).fill(one);`, ends: ["result", ...refused] },
  { name: "returns an array that repeats one element", body: `return NdArray.zeros([1]).broadcastTo([2 ** 16, 2 ** 16]);`, ends: ["result", ...refused] },
  { name: "returns slices of one array", body: `const one = NdArray.zeros([512, 512]); const all = []; for (let at = 0; at < 512; at++) all.push(one.slice(at)); return all;`, ends: ["result", ...refused] },
  { name: "throws a long text", body: `throw new Error("x".repeat(2 ** 28));`, ends: ["GUEST_FAILED", ...exhausted] },
  { name: "throws an error with a long stack", body: `const error = new Error("x"); error.stack = "x\\n".repeat(2 ** 26); error.name = "y".repeat(2 ** 26); throw error;`, ends: ["GUEST_FAILED", ...exhausted] },
  { name: "throws an error of very many causes", body: `let error = new Error("x"); for (let at = 0; at < 1e6; at++) error = new Error("y", { cause: error }); throw error;`, ends: ["GUEST_FAILED", ...exhausted] },
];
