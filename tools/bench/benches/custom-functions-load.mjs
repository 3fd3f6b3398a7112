import { fork } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { summary } from "../measure.mjs";

export const describe = "starting with a folder of 1,000 stored functions of 50 lines, each time in a fresh process: validated, registered, not run";

const count = 1000;
const rounds = 5;

export async function run() {
  const place = mkdtempSync(join(tmpdir(), "openhcs-bench-"));
  try {
    const folder = join(place, "functions");
    mkdirSync(folder);
    for (let number = 0; number < count; number++) writeFileSync(join(folder, `stored${number}.ts`), sourceOf(number), { mode: 0o600 });
    await inFreshProcess(folder, join(place, "cache")); // Takes what lies there into its log, which happens once.
    const [first, later] = [[], []];
    for (let round = 0; round < rounds; round++) {
      const cache = join(place, `cache-${round}`);
      first.push(await inFreshProcess(folder, cache));
      later.push(await inFreshProcess(folder, cache));
    }
    const each = (samples, name) => summary(samples.map((sample) => sample[name] / count));
    return [
      { what: "time per function", ...each(later, "ms"), unit: "ms", bar: 1 },
      ...threadFigure("of it, time that the thread had a processor", each(later, "threadMs")),
      { what: "processor time of it, other threads of the engine included", ...each(later, "cpuMs"), unit: "ms" },
      { what: "time per function that no start has read before", ...each(first, "ms"), unit: "ms" },
      ...threadFigure("of it, time that the thread had a processor", each(first, "threadMs")),
      { what: "heap per function", ...each(later, "kilobytes"), unit: "kB", bar: 50 },
      { what: "processes that were started for it", ...summary(later.map(({ children }) => children)), unit: "", bar: 0 },
    ];
  } finally {
    rmSync(place, { recursive: true });
  }
}

function threadFigure(what, figure) {
  return Number.isNaN(figure.median) ? [] : [{ what, ...figure, unit: "ms" }];
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

/** What a host does that starts: everything is loaded that `createRuntime` needs, and nothing was run before. */
async function start(folder) {
  const { createRuntime, fileStore } = await import("openhcs");
  await (await createRuntime({ backends: [] }))[Symbol.asyncDispose]();
  globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  const cpu = process.cpuUsage();
  const threadBefore = threadMs();
  const begin = performance.now();
  const runtime = await createRuntime({ backends: [], stores: [fileStore({ folder })], customFunctions: { watch: false } });
  const ms = performance.now() - begin;
  const { user, system } = process.cpuUsage(cpu);
  const thread = threadMs() - threadBefore;
  const found = runtime.customFunctions.list().length;
  if (found !== count) throw new Error(`loaded ${found}: ${runtime.customFunctions.failures[0]?.reason}`);
  globalThis.gc();
  const after = process.memoryUsage();
  const children = childProcesses();
  await runtime[Symbol.asyncDispose]();
  return { ms, threadMs: thread, cpuMs: (user + system) / 1000, kilobytes: (after.heapUsed + after.external - heapUsed - external) / 1000, children };
}

/** Where Linux tells it, what the time would be if nobody else wanted the processor. */
function threadMs() {
  try {
    return Number(readFileSync("/proc/thread-self/schedstat", "utf8").split(" ")[0]) / 1e6;
  } catch {
    return NaN;
  }
}

function childProcesses() {
  try {
    return readFileSync(`/proc/self/task/${process.pid}/children`, "utf8").split(" ").filter(Boolean).length;
  } catch {
    return 0;
  }
}

function inFreshProcess(folder, cache) {
  return new Promise((resolve, reject) => {
    const child = fork(import.meta.filename, ["start", folder], { execArgv: ["--expose-gc"], env: { ...process.env, XDG_CACHE_HOME: cache } });
    child.once("message", resolve);
    child.once("exit", (code) => { if (code !== 0) reject(new Error(`the measured process ended with ${code}`)); });
  });
}

if (process.argv[2] === "start") process.send(await start(process.argv[3]), () => process.exit(0));
