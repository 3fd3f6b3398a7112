import { mkdirSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { ImageFileError } from "./image-errors.js";
import { systemReason } from "./system-reason.js";

export interface MakeFolderOptions {
  /** Permissions of the folders that are made. Default: what the process gives to everything. */
  readonly mode?: number;
}

/**
 * Makes a folder and those above it, where they are missing.
 *
 * One by one, for Node's recursive mkdir never returns where the system denies that a parent exists, as below /proc.
 * @throws ImageFileError
 */
export function makeFolder(path: string, { mode }: MakeFolderOptions = {}): void {
  try {
    for (const folder of missingFolders(resolve(path))) makeOne(folder, mode);
  } catch (cause) {
    throw new ImageFileError(path, `the folder cannot be made: ${systemReason(cause)}.`, { cause });
  }
}

/** Topmost first; the folder itself where a file has its name, so that making it fails. */
function missingFolders(path: string): string[] {
  const missing: string[] = [];
  let folder = path;
  while (!isFolder(folder)) {
    missing.unshift(folder);
    if (statSync(folder, { throwIfNoEntry: false }) !== undefined || dirname(folder) === folder) break;
    folder = dirname(folder);
  }
  return missing;
}

function makeOne(folder: string, mode: number | undefined): void {
  try {
    mkdirSync(folder, { mode });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST" || !isFolder(folder)) throw error; // Another may have made it meanwhile.
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
