import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { createRuntime, NdArray } from "@openhcs/core";
import { CustomFunctionManager } from "@openhcs/custom-functions";
import { Isolation } from "@openhcs/isolation";
import { measurePairUs, measureUs, summary } from "../measure.mjs";

export const describe = "functions in hardened children against the same loop in a plain process, over float32 arrays that lie in shared segments";

/** 16 million elements, and the next power of two: from 64 MiB on every new buffer makes V8 collect garbage. */
const shapes = [[4000, 4000], [4096, 4096]];
const loop = "for (let i = 0; i < from.length; i++) to[i] = from[i] * 1.5 + 0.25;";
const source = {
  filename: "bench.ts",
  code: `function nothing() {}\nfunction scale(image) { const out = NdArray.zeros(image.shape); const [from, to] = [image.data, out.data]; ${loop} return out; }\nasync function library(image) { await run("identity", image); }\n`,
  imports: ["NdArray", "run"].map((name) => ({ from: "openhcs", imported: name, local: name })),
  names: ["nothing", "scale", "library"],
  hash: "bench",
};
const host = { run: async () => null, progress() {}, log() {} };

export async function run() {
  const isolation = new Isolation({ maxChildren: 1 });
  if (isolation.facts.level !== "full") return [{ what: "isolated calls", skipped: isolation.facts.reason }];
  const figures = [];
  for (const shape of shapes) {
    const image = isolation.zeros(shape);
    image.data.fill(2);
    const of = ` (${shape.join(" × ")})`;
    figures.push({ what: `first call against the first run of the loop in a fresh process${of}`, ...(await firstCalls(isolation, image)), unit: "×", bar: 1.3 });
    figures.push(...(await warmCalls(isolation, image)).map((figure) => ({ ...figure, what: figure.what + of })));
    image.dispose();
  }
  figures.push({ what: "overhead of runtime.run on an isolated function, with a small image there and back", ...(await throughRuntime(isolation)), unit: "µs", bar: 100 });
  const image = isolation.zeros(shapes[0]);
  for (let i = 0; i < 2_000; i++) await isolation.call(source, "nothing", [], host);
  const overhead = await measureUs(() => isolation.call(source, "nothing", [], host), { batches: 30, repeats: 100 });
  figures.push({ what: "overhead of a call without arguments", ...overhead, unit: "µs", bar: 100 });
  const passing = await measureUs(() => isolation.call(source, "nothing", [image], host), { batches: 30, repeats: 100 });
  figures.push({ what: "overhead of a call with an array of 64 MB", ...passing, unit: "µs", bar: 100 });

  for (let i = 0; i < 300; i++) await isolation.call(source, "library", [image], host);
  const segments = isolation.memory().segments;
  const through = await measureUs(() => isolation.call(source, "library", [image], host), { batches: 15, repeats: 50 });
  figures.push({ what: "call that passes 64 MB on to a library function", ...through, unit: "µs", bar: 250 });
  figures.push({ what: "segments that it copied", ...summary([isolation.memory().segments - segments]), unit: "", bar: 0 });
  image.dispose();
  await isolation[Symbol.asyncDispose]();
  return figures;
}

/** All that a call takes beside what the function does: checks, plan, record, the child, and the arrays. */
async function throughRuntime(isolation) {
  const runtime = await createRuntime();
  const manager = new CustomFunctionManager({ runtime, isolation });
  await manager.registerFromCode(`import { ndarray, type NdArray } from "openhcs";\n/** Gives back. */\nexport const same = ndarray(function same(image: NdArray) { return image; });\n`);
  const image = NdArray.zeros([1, 8, 8]);
  const call = async () => { runtime.dispose(await runtime.run("openhcs:same", image)); };
  for (let i = 0; i < 2_000; i++) await call();
  const overhead = await measureUs(call, { batches: 30, repeats: 100 });
  await runtime[Symbol.asyncDispose]();
  return overhead;
}

/** Each in a child that never ran the code before, turn by turn with a plain process that did not either. */
async function firstCalls(isolation, image) {
  const ratios = [];
  for (let i = 0; i < 7; i++) {
    const fresh = { ...source, code: `${source.code}// ${i}`, hash: `first ${image.size} ${i}` };
    await isolation.warm();
    await isolation.evaluate(fresh);
    await isolation.warm(); // The child that takes its place among the spares is another's work.
    await new Promise((rested) => setTimeout(rested, 200));
    const start = performance.now();
    const result = await isolation.call(fresh, "scale", [image], host);
    const isolated = performance.now() - start;
    result.dispose();
    await new Promise((rested) => setTimeout(rested, 100));
    ratios.push(isolated / (await plainMs(image.size, 1)));
  }
  return summary(ratios);
}

async function warmCalls(isolation, image) {
  const isolated = async () => { (await isolation.call(source, "scale", [image], host)).dispose(); };
  // In this process, in which like in one without isolation nothing is ever detached, as the fresh one beside it proves.
  const plain = new Function("from", "to", loop);
  const [from, to] = [new Float32Array(image.size).fill(2), new Float32Array(image.size).fill(1)];
  const { a, b, ratio } = await measurePairUs(isolated, () => plain(from, to), { batches: 15, repeats: 2 });
  const fresh = await plainMs(image.size, 30);
  return [
    { what: "warm call against the loop into an array that is there", ...ratio, unit: "×", bar: 1.15 },
    { what: "warm call", ...inMs(a), unit: "ms" },
    { what: "the loop in this process", ...inMs(b), unit: "ms" },
    { what: "the loop in a fresh process", ...summary([fresh]), unit: "ms" },
  ];
}

/** The median run of the loop in a process of its own. */
async function plainMs(elements, runs) {
  const text = `
    const [from, to] = [new Float32Array(${elements}).fill(2), new Float32Array(${elements}).fill(1)];
    const plain = new Function("from", "to", ${JSON.stringify(loop)});
    const times = Array.from({ length: ${runs} }, () => { const start = performance.now(); plain(from, to); return performance.now() - start; }).sort((a, b) => a - b);
    console.log(times[times.length >> 1]);`;
  const { stdout } = await promisify(execFile)(process.execPath, ["-e", text], { cwd: join(import.meta.dirname, "..") });
  return Number(stdout);
}

function inMs(figure) {
  return Object.fromEntries(Object.entries(figure).map(([name, us]) => [name, us / 1000]));
}
