// Where things lie in the repository.
import { existsSync, readdirSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));
export const inRoot = (path) => join(root, path);

/** Where the lock and the stamps are kept. */
export const state = inRoot(".bootstrap");

/** Tell what is going on, on standard error: standard output belongs to the command. */
export const say = (message) => console.error(`[openhcs] ${message}`);

/** The folders under packages/, those without a package.json (what is left of a removed package) included. */
export function packageFolders(workspace = root) {
  const packages = join(workspace, "packages");
  if (!existsSync(packages)) return [];
  return readdirSync(packages, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(packages, entry.name));
}

/** The files under a folder, in a fixed order, leaving out folders of the given names wherever they stand. */
export function filesUnder(folder, without = []) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !relative(folder, path).split(sep).some((part) => without.includes(part)))
    .sort();
}
