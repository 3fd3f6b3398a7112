import { fork } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRuntime, memoryStore } from "@openhcs/core";
import { CustomFunctionManager } from "@openhcs/custom-functions";
import { functions } from "@openhcs/functions";
import { summary } from "../measure.mjs";

export const describe = "loading 1,000 stored functions of 50 lines on start: validated, registered, not run";

const count = 1000;

export async function run() {
  const rounds = [];
  for (let round = 0; round < 3; round++) rounds.push(await loadAll());
  const kilobytes = (await inFreshProcess()) / 1000;
  return [
    { what: "time per function", ...summary(rounds.map(({ msEach }) => msEach)), unit: "ms", bar: 1 },
    ...threadFigures(rounds),
    { what: "processor time of it, other threads of the engine included", ...summary(rounds.map(({ cpuMsEach }) => cpuMsEach)), unit: "ms" },
    { what: "heap per function", ...summary([kilobytes]), unit: "kB", bar: 50 },
  ];
}

/** One function of about 50 lines with documentation, parameters, a helper and a library call. */
function sourceOf(number) {
  return `import { gaussian, ndarray, type NdArray } from "openhcs";

interface Level { readonly value: number; readonly name: string }

function clampValue<T extends number>(value: T, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}

/**
 * Keep what is brighter than its smoothed surroundings.
 *
 * Pixels below the threshold become 0, or stay as they are.
 * @param threshold intensity above the surroundings, 0..1
 * @param sigma width of the surroundings, pixels, 0..50
 * @param levels how many levels are tried, integer, 1..100
 * @param mode what becomes of the rest
 * @returns the bright pixels, and how many there are
 */
export const stored${number} = ndarray({ contract: "pure3d", specialOutputs: ["counts"] })(
  async function stored${number}(
    image: NdArray,
    threshold: number = 0.5,
    sigma: number = 10,
    levels: number = 10,
    mode: "zero" | "keep" = "zero",
  ) {
    const background = await gaussian(image, { sigma });
    const tried: Level[] = [];
    let count = 0;
    const result = image.subtract(background).map((value: number): number => {
      if (value > threshold) {
        count++;
        return clampValue(value, 0, 1);
      }
      return mode === "zero" ? 0 : value;
    });
    for (let i = 0; i < levels; i++) {
      tried.push({ value: i / levels, name: \`level \${i}\` });
    }
    const best = tried.find((level) => level.value > threshold);
    const size = image.shape.reduce((product, length) => product * length, 1);
    return [
      result,
      { count, size, share: count / size, best: best?.name ?? "none" },
    ];
  },
);
`;
}

async function loadAll() {
  const store = memoryStore();
  for (let number = 0; number < count; number++) await store.change({ kind: "registered", after: { name: `stored${number}`, source: sourceOf(number), language: "ts" } });
  const runtime = await createRuntime({ functions });
  const manager = new CustomFunctionManager({ runtime, stores: [store] });
  globalThis.gc?.();
  const before = process.memoryUsage();
  const cpu = process.cpuUsage();
  const thread = threadMs();
  const start = performance.now();
  const report = await manager.loadAll();
  const msEach = (performance.now() - start) / count;
  const threadMsEach = (threadMs() - thread) / count;
  const { user, system } = process.cpuUsage(cpu);
  if (report.count !== count) throw new Error(`loaded ${report.count}: ${report.failures[0]?.reason}`);
  globalThis.gc?.();
  const after = process.memoryUsage();
  const bytesEach = (after.heapUsed + after.external - before.heapUsed - before.external) / count;
  await runtime[Symbol.asyncDispose]();
  return { msEach, threadMsEach, cpuMsEach: (user + system) / 1000 / count, bytesEach };
}

/** What the time would be where nobody else wanted the processor. Linux tells it. */
function threadFigures(rounds) {
  const known = rounds.map(({ threadMsEach }) => threadMsEach).filter((ms) => !Number.isNaN(ms));
  return known.length === 0 ? [] : [{ what: "of it, time that the thread had a processor", ...summary(known), unit: "ms" }];
}

function threadMs() {
  try {
    return Number(readFileSync("/proc/thread-self/schedstat", "utf8").split(" ")[0]) / 1e6;
  } catch {
    return NaN;
  }
}

/** Where nothing else lies on the heap. The texts themselves are the store's, and there before. */
function inFreshProcess() {
  return new Promise((resolve, reject) => {
    const child = fork(import.meta.filename, ["measure-memory"], { execArgv: ["--expose-gc"] });
    child.once("message", resolve);
    child.once("exit", (code) => { if (code !== 0) reject(new Error(`the measuring process ended with ${code}`)); });
  });
}

if (process.argv[2] === "measure-memory") process.send((await loadAll()).bytesEach, () => process.exit(0));
