import { readFile } from "node:fs/promises";
import { join as joinPath } from "node:path";
import { dirname, join } from "node:path/posix";
import vm from "node:vm";
import type { Bridge, HostPort } from "./realm/port.js";

/** A realm for user code, with the bridge in it. */
export interface Realm {
  readonly context: vm.Context;
  readonly start: (port: HostPort) => Bridge;
}

/** What the realm has of the core: its arrays and tags, which need nothing but the language. */
const coreParts = ["array/index.js", "errors/openhcs-error.js", "function/tag.js"];

/** What the name of the core stands for. */
const coreName = "openhcs:core/index.js";
const coreText = coreParts.map((part) => `export * from ${JSON.stringify(`./${part}`)};`).join("\n");

/**
 * Makes a realm in which no code can be made from strings, and loads into it what user code works with.
 *
 * Modules are named by what they are and not by where they lie, which stacks would tell.
 * @param coreFolder the compiled core
 */
export async function loadRealm(coreFolder: string): Promise<Realm> {
  // A global object of the realm's own: those that stand for an object of this realm are slow, and lead to it.
  const context = vm.createContext(vm.constants.DONT_CONTEXTIFY as unknown as vm.Context, { codeGeneration: { strings: false, wasm: false } });
  const folders = { core: coreFolder, isolation: joinPath(import.meta.dirname, "..") };
  const modules = new Map<string, Promise<vm.SourceTextModule>>();
  const load = (name: string): Promise<vm.SourceTextModule> => {
    const loaded = modules.get(name) ?? textOf(name, folders).then((text) => new vm.SourceTextModule(text, { context, identifier: name }));
    modules.set(name, loaded);
    return loaded;
  };
  const bridge = await load("openhcs:isolation/guest/realm/bridge.js");
  await bridge.link((specifier, { identifier }) => load(specifier === "@openhcs/core" ? coreName : `openhcs:${join(dirname(identifier.slice("openhcs:".length)), specifier)}`));
  await bridge.evaluate();
  return { context, start: (bridge.namespace as { start: Realm["start"] }).start };
}

async function textOf(name: string, folders: { readonly [folder: string]: string }): Promise<string> {
  if (name === coreName) return coreText;
  const [folder, ...path] = name.slice("openhcs:".length).split("/");
  const text = await readFile(joinPath(folders[folder as string] as string, ...path), "utf8");
  return text.replace(/\/\/# sourceMappingURL=.*$/, "");
}
