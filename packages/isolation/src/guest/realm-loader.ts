import { readFile } from "node:fs/promises";
import { basename, dirname as dirnameOfPath, join as joinPath } from "node:path";
import { dirname, join } from "node:path/posix";
import vm from "node:vm";
import type { Bridge, HostPort } from "./realm/port.js";

/** A realm for user code, with the bridge in it. */
export interface Realm {
  readonly context: vm.Context;
  readonly start: (port: HostPort) => Bridge;
}

/** Where the compiled code lies that a realm is made of. */
export interface RealmFolders {
  readonly coreFolder: string;
  /** The function library, for a realm that runs its references. */
  readonly libraryFolder?: string;
  /** The files of the modules that it imports, by their names: modules of the language, which import nothing but their own files. */
  readonly libraryModules?: Readonly<Record<string, string>>;
}

/** What the realm has of the core: its arrays, tags and expressions, which need nothing but the language. */
const coreParts = ["array/index.js", "errors/openhcs-error.js", "function/by-expression.js", "function/tag.js", "run/raw-kernel-refusal.js"];
/** What the function library takes of the core besides. */
const libraryParts = ["function/define-function.js", "function/function-errors.js"];

const coreName = "openhcs:core/index.js";
const libraryName = "openhcs:library/index.js";

/** What stands in for files. Nearest names are looked for in the host, which checks all arguments. */
const textsFor = ({ libraryFolder }: RealmFolders): ReadonlyMap<string, string> => new Map([
  [coreName, [...coreParts, ...(libraryFolder === undefined ? [] : libraryParts)].map((part) => `export * from ${JSON.stringify(`./${part}`)};`).join("\n")],
  ["openhcs:fastest-levenshtein", "export const distance = () => Infinity;"],
]);

/**
 * Makes a realm in which no code can be made from strings, and loads into it what user code works with.
 *
 * Modules are named by what they are and not by where they lie, which stacks would tell.
 */
export async function loadRealm(places: RealmFolders): Promise<Realm> {
  // A global object of the realm's own: those that stand for an object of this realm are slow, and lead to it.
  const context = vm.createContext(vm.constants.DONT_CONTEXTIFY as unknown as vm.Context, { codeGeneration: { strings: false, wasm: false } });
  const { libraryModules = {} } = places;
  const folders = {
    core: places.coreFolder, isolation: joinPath(import.meta.dirname, ".."), ...(places.libraryFolder === undefined ? {} : { library: places.libraryFolder }),
    ...Object.fromEntries(Object.entries(libraryModules).map(([name, file]) => [name, dirnameOfPath(file)])),
  };
  const texts = textsFor(places);
  const modules = new Map<string, Promise<vm.SourceTextModule>>();
  const load = (name: string): Promise<vm.SourceTextModule> => {
    const loaded = modules.get(name) ?? textOf(name, texts, folders).then((text) => new vm.SourceTextModule(text, { context, identifier: name }));
    modules.set(name, loaded);
    return loaded;
  };
  const run = async (name: string): Promise<object> => {
    const module = await load(name);
    await module.link((specifier, { identifier }) => load(nameOf(specifier, identifier, libraryModules)));
    await module.evaluate();
    return module.namespace;
  };
  const { start } = await run("openhcs:isolation/guest/realm/bridge.js") as { start: (port: HostPort, library?: object) => Bridge };
  const library = places.libraryFolder === undefined ? undefined : await run(libraryName);
  return { context, start: (port) => start(port, library) };
}

function nameOf(specifier: string, importer: string, modules: Readonly<Record<string, string>>): string {
  if (specifier === "@openhcs/core") return coreName;
  if (Object.hasOwn(modules, specifier)) return `openhcs:${specifier}/${basename(modules[specifier] as string)}`;
  return `openhcs:${specifier.startsWith(".") ? join(dirname(importer.slice("openhcs:".length)), specifier) : specifier}`;
}

async function textOf(name: string, texts: ReadonlyMap<string, string>, folders: Readonly<Record<string, string>>): Promise<string> {
  const given = texts.get(name);
  if (given !== undefined) return given;
  const path = name.slice("openhcs:".length);
  const [root, folder] = Object.entries(folders).find(([root]) => path.startsWith(`${root}/`)) ?? [];
  if (root === undefined || folder === undefined) throw new Error(`${path} is no module that a child has.`);
  const text = await readFile(joinPath(folder, path.slice(root.length)), "utf8");
  return text.replace(/\/\/# sourceMappingURL=.*$/, "");
}
