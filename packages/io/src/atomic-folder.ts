import { randomUUID } from "node:crypto";
import { lstat, mkdir, open, readdir, rename, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { isOpenHcsError } from "@openhcs/core";
import { ImageFileError } from "./image-errors.js";
import { systemReason } from "./system-reason.js";

/**
 * Writes a folder whole or not at all: into a temporary folder beside it, which takes its name at the end and is removed on any
 * failure. The folder above must exist. A folder that stands there is replaced if it is empty or `mayReplace` says so.
 * @throws ImageFileError, and what `fill` throws of this package's own
 */
export async function writeFolderAtomically(path: string, fill: (folder: string) => Promise<void>, mayReplace: (path: string) => Promise<boolean>): Promise<void> {
  const target = resolve(path); // Without a slash at the end, behind which a temporary name would lie inside.
  const temporary = `${target}.${randomUUID()}.tmp`;
  try {
    await checkReplaceable(path, target, mayReplace);
    await mkdir(temporary);
    await fill(temporary);
    await syncBelow(temporary);
    await putInPlace(temporary, target);
  } catch (cause) {
    await rm(temporary, { recursive: true, force: true }).catch(() => {}); // The first error counts.
    if (isOpenHcsError(cause)) throw cause;
    throw new ImageFileError(path, `cannot be written: ${systemReason(cause)}.`, { cause });
  }
}

async function checkReplaceable(path: string, target: string, mayReplace: (path: string) => Promise<boolean>): Promise<void> {
  const found = await lstat(target).catch(() => undefined);
  if (found === undefined) return;
  if (!found.isDirectory()) throw new ImageFileError(path, "is a file, and a folder is to be written under its name.");
  if ((await readdir(target)).length === 0 || (await mayReplace(target))) return;
  throw new ImageFileError(path, "is a folder of something else, which is not replaced.");
}

/** Has the disk keep all files before the folder takes its name, as a file of one piece is kept. */
async function syncBelow(folder: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const syncAll = async () => {
    for (let file = files.pop(); file !== undefined; file = files.pop()) {
      const handle = await open(file, "r+");
      await handle.sync().finally(() => handle.close());
    }
  };
  await Promise.all(Array.from({ length: 4 }, syncAll));
}

/** A folder cannot be renamed over one that is not empty, so what stands there is put aside for a moment. */
async function putInPlace(temporary: string, target: string): Promise<void> {
  const aside = `${temporary}.old`;
  const isReplaced = await rename(target, aside).then(() => true, (error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return false;
    throw error;
  });
  try {
    await rename(temporary, target);
  } catch (error) {
    if (isReplaced) await rename(aside, target).catch(() => {}); // What stood there is then found beside it; the first error counts.
    throw error;
  }
  if (isReplaced) await rm(aside, { recursive: true, force: true });
}
