import { readdirSync, readFileSync } from "node:fs";
import { isAbsolute, join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { messageOf, type FoundPackage, type PackageFinder } from "@openhcs/core";
import { nodeModulesFolders, packageFolder } from "./node-modules-folders.js";

/** What a package may bring, by the member of `openhcs` in its manifest that names the module. */
export type Contribution = "backend" | "library";

/** A package and the module that its manifest names. */
interface NamedModule {
  readonly name: string;
  readonly folder: string;
  readonly module: string;
}

type Candidate = NamedModule | { readonly name: string; readonly reason: string };

/**
 * Finds packages whose package.json says `"openhcs": { "backend": "./dist/index.js" }`, as Node resolves packages: in the
 * node_modules folders from `start` upwards, the nearest of one name. No other package is loaded.
 */
export function nodeBackendFinder(start: string = process.cwd()): PackageFinder {
  return packageFinder("backend", start);
}

/** As `nodeBackendFinder`, of packages that bring a library: `"openhcs": { "library": "./dist/index.js" }`. */
export function nodeLibraryFinder(start: string = process.cwd()): PackageFinder {
  return packageFinder("library", start);
}

function packageFinder(what: Contribution, start: string): PackageFinder {
  return {
    async load(packageName) {
      const folder = packageFolder(packageName, start);
      if (folder === undefined) throw new Error(`it is not installed in a node_modules folder at or above ${start}`);
      const candidate = candidateIn(packageName, folder, what);
      if (candidate === undefined) throw new Error(`its package.json names no openhcs.${what}`);
      if ("reason" in candidate) throw new Error(candidate.reason);
      return importModule(candidate);
    },
    async installed() {
      const found = new Map<string, Candidate>();
      for (const parent of nodeModulesFolders(start)) {
        for (const name of packageNames(parent)) {
          const candidate = found.has(name) ? undefined : candidateIn(name, join(parent, name), what);
          if (candidate !== undefined) found.set(name, candidate);
        }
      }
      return Promise.all([...found.values()].map(loaded));
    },
  };
}

/** `name` and `@scope/name` for each package directly in the folder. */
function packageNames(parent: string): string[] {
  return entries(parent).flatMap((entry) => (entry.startsWith("@") ? entries(join(parent, entry)).map((name) => `${entry}/${name}`) : [entry]));
}

function entries(folder: string): string[] {
  try {
    return readdirSync(folder).filter((entry) => !entry.startsWith(".")).sort();
  } catch {
    return []; // A file among the folders, or one that may not be read.
  }
}

function candidateIn(name: string, folder: string, what: Contribution): Candidate | undefined {
  const text = manifestText(folder);
  // Nearly all packages end here, without being parsed.
  if (text === undefined || !text.includes("\"openhcs\"")) return undefined;
  try {
    const { openhcs } = JSON.parse(text) as { openhcs?: Readonly<Record<string, unknown>> };
    const module = openhcs?.[what];
    if (module === undefined) return undefined;
    if (typeof module !== "string") return { name, reason: `openhcs.${what} in its package.json is not a path` };
    const outside = relative(folder, resolve(folder, module));
    if (outside.startsWith("..") || isAbsolute(outside)) return { name, reason: `openhcs.${what} in its package.json leads out of the package: ${module}` };
    return { name, folder, module };
  } catch (error) {
    return { name, reason: `its package.json cannot be read: ${messageOf(error)}` };
  }
}

function manifestText(folder: string): string | undefined {
  try {
    return readFileSync(join(folder, "package.json"), "utf8");
  } catch {
    return undefined; // Not a package.
  }
}

async function loaded(candidate: Candidate): Promise<FoundPackage> {
  if ("reason" in candidate) return { package: candidate.name, reason: candidate.reason };
  try {
    return { package: candidate.name, module: await importModule(candidate) };
  } catch (error) {
    return { package: candidate.name, reason: `it does not load: ${messageOf(error)}` };
  }
}

function importModule({ folder, module }: NamedModule): Promise<unknown> {
  return import(pathToFileURL(resolve(folder, module)).href);
}
