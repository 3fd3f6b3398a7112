import type { Attempt } from "./attempt.js";

/** Keys that a table of functions may have without meaning to. */
const keys = ["reference:gaussian", "cpu:gaussian", "__proto__", "constructor", "hasOwnProperty", "toString", "", " ", "\\u0000", "openhcs:other", "openhcs:../../etc", "template:x@1", "progress", "log", "result", "error", "close", "call", "evaluate", "then"];

/** Library calls, progress, the console, and what is left of a call when it has ended. */
export const calls: readonly Attempt[] = [
  ...keys.map((key): Attempt => ({
    name: `calls a library function called ${JSON.stringify(key)}`,
    body: `try { const got = await run("${key}", 1); note(got); return found || (got === undefined ? "" : "it is there: " + typeof got); } catch (error) { note(error); return found; }`,
    escaped: ({ runs }) => (runs.some(({ key: asked }) => typeof asked !== "string") ? "a key that is no text" : undefined),
    unproven: "the host refuses it in any case",
  })),
  ...["{ toString() { return 'echo'; } }", "['echo']", "Symbol('echo')", "null", "undefined", "5", "new String('echo')", "/echo/", "new Proxy({}, {})", "{ __proto__: null }"].map((key): Attempt => ({
    name: `calls a library function by ${key}`,
    body: `try { await run(${key}, 1); } catch (error) { note(error); } return found;`,
    escaped: ({ runs }) => (runs.some(({ key: asked }) => typeof asked !== "string") ? "a key that is no text" : undefined),
    unproven: "a host that takes any key would hear it",
  })),
  { name: "calls library functions with a forged list of arguments", body: `for (const given of [{ length: 5 }, { 0: "echo", 1: 1, length: "2" }, { 0: "echo", get 1() { return spy({}); }, length: 2 }, Object.assign(["echo", 1], { extra: 1 }), ["echo", , 1]]) { try { note(await Reflect.apply(run, undefined, given)); note(await Reflect.apply(gaussian, given, given)); } catch (error) { note(error); } } return found;` },
  { name: "leaves a library call running and takes its answer for another's", unproven: "there its promises are told apart", top: `let kept;`, body: `kept = run("slow", "of the first call"); kept.catch(() => {}); return null;`, later: `const got = await run("echo", "of the second call"); await turns(3); return got === "of the second call" ? "" : "another call's answer: " + String(got);` },
  { name: "awaits the library call of a call that has ended", top: `let kept = "", calls = 0;`, body: `calls = 1; run("slow", "of the first call").then((got) => { if (calls === 2) kept = String(got); }, () => {}); return null;`, later: `calls = 2; await run("slow", "of the second call"); await turns(2); return kept;` },
  { name: "keeps logging when its call has ended", top: `let stop = false;`, body: `(async () => { while (!stop) { await null; await null; attemptTo(() => console.log("late")); attemptTo(() => progress(0.5, "late")); if (++count > 3000) break; } })(); return null;`.replace("(async", "let count = 0; (async"), later: `stop = true; return null;`, unproven: "an unprotected host hears all" },
  { name: "keeps calling library functions when its call has ended", body: `(async () => { for (let at = 0; at < 200; at++) { await run("echo", "late", at).catch(() => {}); } })(); return null;`, later: `await turns(2); return null;`, unproven: "an unprotected host hears all",
    escaped: ({ afterTheEnd }) => (afterTheEnd.length > 0 ? `the host of a call that had ended heard ${afterTheEnd[0]}` : undefined) },
  { name: "uses its first call's functions in the second", top: `let kept;`, body: `kept = { run, progress, log: console.log, gaussian, image }; return null;`, later: `kept.log("x"); attemptTo(() => kept.progress(0.5)); note(await kept.run("echo", 1)); note(await kept.gaussian(image, {})); return found;` },
  { name: "answers for its second call from what the first has left running", unproven: "both calls are the guest's own there", top: `let resolveLate; const late = new Promise((resolve) => { resolveLate = resolve; });`, body: `late.then(() => { attemptTo(() => console.log("x")); }); return null;`, later: `resolveLate(); await turns(1); return null;` },
  { name: "rejects when its call has ended", unproven: "what matters is that nobody minds", body: `turns(1).then(() => { throw new Error("late"); }); Promise.reject(new Error("at once")); new Promise(() => { throw 1; }); return null;`, later: `await turns(2); return null;` },
  { name: "rejects with what never ends being looked at", body: `const odd = { get stack() { for (;;) ; } }; Object.defineProperty(odd, "message", { get() { for (;;) ; } }); odd[Symbol.for("nodejs.util.inspect.custom")] = () => { for (;;) ; }; odd.toString = () => { for (;;) ; }; Promise.reject(odd); return null;`, later: `await turns(1); return null;`, alone: true, harmful: "it hangs" },
  { name: "throws when its call has ended", unproven: "what matters is that nobody minds", body: `turns(1).then(() => { queueMicrotask(() => { throw new Error("late"); }); }).catch(() => {}); return null;`, later: `await turns(2); return null;` },
  { name: "settles twice", unproven: "the language settles once", body: `return new Proxy({}, { get: (_, key) => (key === "then" ? (resolve, reject) => { resolve("x".repeat(0)); reject(new Error("second")); resolve({ then(again) { again(""); again("second"); } }); } : undefined) });` },
  { name: "reports progress that is none", body: `for (const fraction of [NaN, Infinity, -1, 2, "0.5", null, {}, [], 1n]) { try { progress(fraction, "x"); } catch (error) { note(error); } } for (const text of [5, {}, Symbol("x"), null, "x".repeat(1e5)]) { try { progress(0.5, text); } catch (error) { note(error); } } return found;`,
    escaped: ({ progress }) => (progress.some(([fraction, text]) => typeof fraction !== "number" || (text !== undefined && typeof text !== "string")) ? "progress that is no number, or no text" : undefined), unproven: "an unprotected host hears all" },
  { name: "logs what is no text", body: `for (const odd of [Symbol("x"), 1n, null, undefined, {}, [], () => {}, new Proxy({}, {}), Object.create(null), new Error("x")]) { try { console.log(odd); console.error(odd); } catch (error) { note(error); } } return found;`,
    escaped: ({ logs }) => (logs.some(([level, text]) => typeof level !== "string" || typeof text !== "string") ? "a line that is no text" : undefined), unproven: "an unprotected host hears all" },
  { name: "puts a function of its own into a library call's answer", body: `const got = await run("echo", { f: () => 1 }).catch((error) => { note(error); return {}; }); return found || (typeof got.f === "function" ? "a function crossed" : "");`, unproven: "nothing crosses where there is no border" },
  { name: "calls library functions from the top level", unproven: "there it has a host already", top: `let early = ""; try { run("echo", 1).then((got) => { early = "answered: " + got; }, () => {}); progress(0.5); console.log("top"); } catch (error) { early = reach(error); }`, body: `await turns(1); return found;`, alone: true },
  { name: "learns where the host is installed by a stack", body: `return { text: [new Error("x").stack, attemptTo(() => { try { null.x; } catch (error) { return error.stack; } }), attemptTo(() => { try { NdArray.zeros([-1]); } catch (error) { return error.stack; } }), attemptTo(() => { try { image.get(); } catch (error) { return error.stack; } })].join("\\n"), other: await run("fail").catch((error) => error.stack) };` },
  { name: "learns where the host is installed by a function's text", unproven: "text of functions holds no paths", body: `return { text: [run, progress, gaussian, NdArray, stack, console.log].map((x) => Function.prototype.toString.call(x)).join("\\n").slice(0, 50000) };` },
  { name: "learns where the host is installed by stack frames", body: `let text = ""; attemptTo(() => { Error.prepareStackTrace = (_, frames) => frames.map((frame) => [frame.getFileName(), frame.getScriptNameOrSourceURL && frame.getScriptNameOrSourceURL(), frame.getEvalOrigin()].join(" ")).join("\\n"); }); attemptTo(() => { text += new Error("x").stack; }); attemptTo(() => { try { NdArray.zeros([-1]); } catch (error) { text += error.stack; } }); attemptTo(() => { Error.prepareStackTrace = undefined; }); return { text };` },
  { name: "learns where the host is installed by a deep stack", body: `attemptTo(() => { Error.stackTraceLimit = 1000; }); const error = new Error("x"); attemptTo(() => { Error.stackTraceLimit = 10; }); const holder = {}; attemptTo(() => { Error.captureStackTrace(holder); }); return { text: String(error.stack) + String(holder.stack) };` },
  {
    name: "reads what the last regular expression was given while a stack was made", unproven: "V8 itself formats stacks there",
    body: `const read = new Set(), names = ["input", "$_", "lastMatch", "$&", "leftContext", "rightContext", "lastParen", "$1"];
      const dive = (depth) => { if (depth > 0) return dive(depth - 1) || 0; attemptTo(() => new Error("x").stack); for (const name of names) read.add(RegExp[name]); return 1; };
      for (let depth = 0; depth < 14; depth++) dive(depth);
      return { text: [...read].map(String) };`,
    escaped: ({ outcomes }) => (/file:|node:|undefined.*\.js/.test(JSON.stringify(outcomes)) ? "names of files of the host" : undefined),
  },
  { name: "fails where the stack names the host's files", body: `attemptTo(() => { Error.stackTraceLimit = 1000; }); NdArray.zeros([-1]);` },
  { name: "fails in the top level where the stack names the host's files", alone: true, top: `Error.stackTraceLimit = 1000; null.x;`, body: `return "";` },
  { name: "does not compile", alone: true, mayBeRefused: true, top: `const a = ;`, body: `return "";` },
  { name: "logs a stack", body: `attemptTo(() => { Error.stackTraceLimit = 1000; }); console.error(new Error("x")); console.trace && console.trace("x"); console.log(new Error("x").stack); return null;` },
  { name: "learns of the machine by locale and time zone", unproven: "they are no secret", body: `const text = [Intl.DateTimeFormat().resolvedOptions(), new Date().toString(), new Date().toLocaleString()].map((x) => JSON.stringify(x)).join(); return { text };` },
];
