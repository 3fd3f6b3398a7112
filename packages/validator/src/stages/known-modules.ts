/** Modules that reach outside: files, network, processes, the engine itself. With and without `node:`. */
export const dangerousModules: ReadonlySet<string> = new Set([
  "fs", "fs/promises", "child_process", "process", "os", "net", "http", "https", "http2", "vm", "worker_threads", "module", "inspector", "inspector/promises",
  "cluster", "dgram", "tls", "dns", "dns/promises", "v8", "repl", "readline", "readline/promises", "tty", "perf_hooks", "async_hooks", "diagnostics_channel",
  "trace_events", "wasi", "sqlite", "sea", "test", "test/reporters", "domain", "sys", "ffi", "bun:ffi", "electron",
  // What Python users know under these names.
  "subprocess", "socket", "shutil", "importlib", "ctypes", "pickle", "builtins", "multiprocessing", "threading",
]);

export function isDangerous(specifier: string): boolean {
  return dangerousModules.has(specifier) || (specifier.startsWith("node:") && dangerousModules.has(specifier.slice(5)));
}

/** What is there in the place of a module, and what to write. */
export interface Instead {
  readonly says: string;
  readonly fix: string;
}

const mathematics: Instead = { says: "Mathematics is there without an import: Math.sqrt(2), Math.PI.", fix: "Math" };
const collections: Instead = { says: "Lists have map, filter and reduce themselves.", fix: "list.map(…)" };
const images: Instead = { says: "'openhcs' has arrays and the functions of images.", fix: "openhcs" };

const instead: ReadonlyMap<string, Instead> = new Map([
  ...["math", "maths", "mathjs", "cmath", "numeric", "decimal.js"].map((module) => [module, mathematics] as const),
  ...["lodash", "lodash-es", "underscore", "ramda", "itertools", "functools"].map((module) => [module, collections] as const),
  ...["numpy", "scipy", "skimage", "scikit-image", "cv2", "cupy", "pandas", "numjs", "ndarray", "ndarray-ops", "opencv"].map((module) => [module, images] as const),
]);

/** By the name of its package, without regard to case: `Math`, `lodash/map`, `skimage.filters`. */
export function insteadOf(specifier: string): Instead | undefined {
  const name = specifier.toLowerCase();
  return instead.get(name) ?? instead.get(name.split(/[/.]/, 1)[0] as string);
}
