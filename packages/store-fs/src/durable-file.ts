import { randomUUID } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import { join } from "node:path";

/** A temporary file with this content, for its owner alone and safe on the disk, which a rename can put in its place. @returns its path */
export async function stage(staging: string, content: string): Promise<string> {
  const path = join(staging, randomUUID());
  const file = await open(path, "wx", 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } catch (error) {
    await rm(path, { force: true }).catch(() => {}); // The first error counts.
    throw error;
  } finally {
    await file.close();
  }
  return path;
}

/** Replaces a file as a whole, so that whoever reads it sees the old or the new content. */
export async function replaceFile(path: string, content: string, staging: string): Promise<void> {
  const staged = await stage(staging, content);
  try {
    await rename(staged, path);
  } catch (error) {
    await rm(staged, { force: true }).catch(() => {}); // The first error counts.
    throw error;
  }
}

/** Makes what was renamed or removed in a folder survive a power failure. Not every system can. */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === "win32") return;
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EINVAL") throw error;
  } finally {
    await folder.close();
  }
}
