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
