import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

/** The node_modules folders from `start` upwards, the nearest first, as Node looks for packages. */
export function nodeModulesFolders(start: string): string[] {
  const folders = [];
  for (let folder = resolve(start); ; folder = dirname(folder)) {
    folders.push(join(folder, "node_modules"));
    if (dirname(folder) === folder) return folders.filter((path) => existsSync(path));
  }
}

/** The folder of an installed package; undefined where there is none. */
export function packageFolder(name: string, start: string): string | undefined {
  return nodeModulesFolders(start).map((parent) => join(parent, name)).find((path) => existsSync(join(path, "package.json")));
}
