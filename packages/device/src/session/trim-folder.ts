import { readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";

interface File {
  readonly path: string;
  readonly bytes: number;
  readonly touchedMs: number;
}

/**
 * Deletes those files of a folder that were touched longest ago, down to three quarters of a limit of bytes, where they take more than that. Other processes
 * may do so at the same time.
 *
 * @param isOurs by its name: folders that users choose have other files, too
 */
export function trimFolder(folder: string, limit: number, isOurs: (name: string) => boolean): void {
  const files = readdirSync(folder).filter(isOurs).flatMap((name) => fileAt(join(folder, name)));
  let total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  if (total <= limit) return;
  for (const { path, bytes } of files.sort((a, b) => a.touchedMs - b.touchedMs)) {
    if (total <= 0.75 * limit) return;
    rmSync(path, { force: true });
    total -= bytes;
  }
}

/** None where another process has deleted it. */
function fileAt(path: string): readonly File[] {
  const found = statSync(path, { throwIfNoEntry: false });
  return found?.isFile() === true ? [{ path, bytes: found.size, touchedMs: found.mtimeMs }] : [];
}
