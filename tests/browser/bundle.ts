import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createContext, runInContext } from "node:vm";
import { build, createLogger, type Plugin, type Rolldown } from "vite";
import { vi } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));

export interface Bundle {
  /** One minified script. */
  readonly code: string;
  /** Imports of modules that only Node has, as "node:fs in packages/core/dist/index.js", but for those that their package leaves out in browsers. */
  readonly nodeImports: readonly string[];
}

/** Bundles a module for browsers, with all that it imports. */
export async function bundle(source: string): Promise<Bundle> {
  const nodeImports = new Set<string>();
  const path = join(root, "entry.js");
  const entry: Plugin = {
    name: "entry",
    resolveId: (id) => (id === path ? path : undefined),
    load: (id) => (id === path ? source : undefined),
    onLog(_, { message }) {
      const [, module, importer = ""] = /Module "(.+?)" has been externalized for browser compatibility, imported by "(.+?)"/.exec(message) ?? [];
      if (module !== undefined) nodeImports.add(`${module} in ${importer.replace(root, "")}`);
    },
  };
  vi.stubEnv("NODE_ENV", "production"); // Vitest's own makes another build of it.
  const built = await build({
    root, configFile: false, logLevel: "warn", customLogger: createLogger("silent"), plugins: [entry],
    build: { write: false, target: "es2022", rolldownOptions: { input: path, output: { format: "iife", codeSplitting: false } } },
  });
  const [{ output }] = [built].flat() as Rolldown.RolldownOutput[] as [Rolldown.RolldownOutput];
  return { code: output.map((part) => (part.type === "chunk" ? part.code : "")).join(""), nodeImports: [...nodeImports] };
}

/** What pages and workers both have beyond the language itself, of what Node has too. */
const browserGlobals = [
  "AbortController", "AbortSignal", "Blob", "Event", "EventTarget", "DOMException", "MessageChannel", "TextDecoder", "TextEncoder", "URL", "WebAssembly",
  "atob", "btoa", "clearInterval", "clearTimeout", "console", "crypto", "fetch", "performance", "queueMicrotask", "setInterval", "setTimeout", "structuredClone",
];

/** Runs a bundle with nothing of Node, and nothing that only pages have; gives what it leaves in `globalThis.result`. */
export async function runWithoutNode({ code }: Bundle): Promise<unknown> {
  const context = createContext(Object.fromEntries(browserGlobals.map((name) => [name, (globalThis as Record<string, unknown>)[name]])));
  runInContext("globalThis.self = globalThis", context);
  runInContext(code, context);
  return await (context as { readonly result?: unknown }).result;
}
