import type { Attempt } from "./attempt.js";

const makers: readonly (readonly [string, string])[] = [
  ["Function", `Function`], ["the constructor of asynchronous functions", `(async () => {}).constructor`], ["the constructor of generators", `(function* () {}).constructor`],
  ["the constructor of asynchronous generators", `(async function* () {}).constructor`], ["a bound Function", `Function.bind(null)`], ["a proxied Function", `new Proxy(Function, {})`],
  ["a class that extends Function", `(class extends Function {})`], ["the constructor of a method", `({ m() {} }).m.constructor`], ["the constructor of a getter", `Object.getOwnPropertyDescriptor({ get a() { return 1; } }, "a").get.constructor`],
  ["the constructor of run", `run.constructor`], ["the constructor of NdArray", `NdArray.constructor`], ["the constructor of console.log", `console.log.constructor`],
];

/** Text that becomes code only while the guest runs. */
export const dynamicCode: readonly Attempt[] = [
  ...makers.map(([name, maker]) => ({
    name: `compiles text by ${name}`,
    body: `const Maker = ${maker}; for (const make of [() => Maker("return 7"), () => new Maker("return 7"), () => Reflect.construct(Maker, ["return 7"]), () => Maker.call(null, "a = 7", "return a")]) { try { if (typeof make() === "function") return "compiled text"; } catch (error) { note(error); } } return found;`,
  })),
  { name: "evaluates text directly", body: `try { return eval("7") === 7 ? "compiled text" : ""; } catch (error) { return reach(error); }`, alone: true },
  { name: "evaluates text indirectly", body: `for (const way of [() => (0, eval)("7"), () => globalThis.eval("7"), () => Reflect.apply(eval, null, ["7"]), () => [..."7"].map(eval)[0]]) { try { if (way() === 7) return "compiled text"; } catch (error) { note(error); } } return found;`, alone: true },
  { name: "evaluates an object that passes for text", body: `for (const text of [{ toString: () => "7" }, new String("7"), ["7"]]) { try { if ((0, eval)(text) === 7 || Function(text)) return "compiled text"; } catch (error) { note(error); } } return found;`, alone: true },
  { name: "hands text to timers", body: `for (const timer of ["setTimeout", "setInterval", "setImmediate"]) { try { globalThis[timer]("globalThis.late = 1", 0); await turns(3); if (globalThis.late) return "compiled text"; } catch (error) { note(error); } } return found;`, alone: true, unproven: "Node's own timers take no text" },
  { name: "makes a realm of its own", body: `try { if (typeof ShadowRealm !== "undefined") return String(new ShadowRealm().evaluate("'compiled text'")); } catch (error) { note(error); } return found;`, unproven: "no Node has it without a flag" },
  {
    name: "compiles WebAssembly",
    body: `if (typeof WebAssembly === "undefined") return ""; const bytes = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);
      for (const way of [() => new WebAssembly.Module(bytes), () => WebAssembly.compile(bytes), () => WebAssembly.instantiate(bytes, {})]) { try { if (await way()) return "compiled WebAssembly"; } catch (error) { note(error); } } return found;`,
  },
  ...["node:fs", "fs", "node:process", "node:module", "./escape.js", "data:text/javascript,export default 7", "openhcs", "/etc/passwd"].map((name) => ({
    name: `imports ${name} while it runs`,
    alone: true as const,
    mayBeRefused: true as const,
    body: `try { const promise = import("${name}"); note(promise); const got = await promise; return "imported " + Object.keys(got).length + " names"; } catch (error) { note(error); } return found;`,
  })),
  { name: "spells import with an escape", alone: true, mayBeRefused: true, body: `try { return "imported " + typeof (await i\\u006dport("node:fs")).readFileSync; } catch (error) { note(error); } return found;`, unproven: "it does not compile" },
  { name: "imports behind what a scanner may take for a comment or a text", alone: true, mayBeRefused: true, body: `const a = "/*", b = /\\/*[/*]"'/, c = 1 /* " */; const d = a; /'/g; try { const promise = import("node:fs"); note(promise, a, b, c, d); return "imported " + typeof (await promise).readFileSync; } catch (error) { note(error); } return found;` },
  { name: "imports behind an HTML comment", alone: true, mayBeRefused: true, body: "const a = 1;\n<!-- ` ' nothing\ntry { const promise = import('node:fs'); note(promise); return 'imported ' + typeof (await promise).readFileSync; } catch (error) { note(error); } return found;" },
  { name: "imports behind a comment", alone: true, mayBeRefused: true, body: `try { const promise = import/* ( */("node:fs"); note(promise); return "imported " + typeof (await promise).readFileSync; } catch (error) { note(error); } return found;` },
  { name: "imports behind a line's end", alone: true, mayBeRefused: true, body: `try { const promise = import // nothing\n("node:fs"); note(promise); return "imported " + typeof (await promise).readFileSync; } catch (error) { note(error); } return found;` },
  { name: "imports within text's holes", alone: true, mayBeRefused: true, body: "try { const text = `a ${(note(import(`node:${\"fs\"}`)), 1)} b`; await turns(2); return found || (text ? \"\" : \"\"); } catch (error) { note(error); } return found;", unproven: "it shows only by the realm of a promise" },
  { name: "imports with the nonsense of a regular expression before it", alone: true, mayBeRefused: true, body: `const slash = 4 /2/ 1; const odd = /[/"'\`]/; try { const promise = import("node:fs"); note(promise, odd, slash); return "imported " + typeof (await promise).readFileSync; } catch (error) { note(error); } return found;` },
  { name: "imports near the end of the stack", harmful: "V8 tells of each on the error output", alone: true, mayBeRefused: true, body: `const dive = () => { try { import("node:fs").catch(note); } catch (error) { note(error); } dive(); }; try { dive(); } catch (error) { note(error); } await turns(3); return found;` },
  { name: "asks for the meta data of its module", alone: true, mayBeRefused: true, body: `try { return String(import.meta.url) + import.meta.dirname; } catch (error) { note(error); } return found;`, unproven: "it does not compile outside of modules" },
  { name: "imports statically from within", alone: true, mayBeRefused: true, top: `import fs from "node:fs";`, body: `return typeof fs.readFileSync;`, unproven: "it does not compile outside of modules" },
  { name: "imports in the top level", alone: true, mayBeRefused: true, top: `let early = ""; try { import("node:fs").then((fs) => { early = "imported " + typeof fs.readFileSync; }, (error) => { early = reach(error); }); } catch (error) { early = reach(error); }`, body: `await turns(3); return early;` },
];
