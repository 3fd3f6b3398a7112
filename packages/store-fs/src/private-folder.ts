import { lstatSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { StorePaths } from "./store-paths.js";

/**
 * Makes a folder for its owner alone, and those above it, where they are missing.
 *
 * One by one, for Node's recursive mkdir never returns where the system denies that a parent exists, as below /proc.
 */
export function makePrivateFolder(path: string): void {
  if (isFolder(path)) return;
  if (dirname(path) !== path && statSync(path, { throwIfNoEntry: false }) === undefined) makePrivateFolder(dirname(path));
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    if (!isFolder(path)) throw error; // Another may have made it meanwhile.
  }
}

/** Makes a folder that is no link: whoever may place a link there could lead a write elsewhere. */
export function makeOwnFolder(path: string): void {
  makePrivateFolder(path);
  if (!lstatSync(path).isDirectory()) throw new Error(`"${path}" is a link where a folder must be`);
}

/** Makes what a change needs beside the sources. */
export function makeStateFolders({ folder, state, versions, staging, lock }: StorePaths): void {
  makePrivateFolder(folder);
  const isNew = lstatSync(state, { throwIfNoEntry: false }) === undefined;
  for (const path of [state, versions, staging, lock]) makeOwnFolder(path);
  if (isNew) writeFileSync(join(state, ".gitignore"), "*\n", { mode: 0o600 });
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
