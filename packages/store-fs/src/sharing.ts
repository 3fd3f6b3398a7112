import { statSync, type Stats } from "node:fs";

/**
 * Who else than this user may write to a file or the folders that it lies in, in words with the remedy; undefined for nobody.
 *
 * On Windows, whose permissions are others, nobody is found.
 */
export function sharing(folders: readonly string[], [file, stats]: readonly [path: string, Stats]): string | undefined {
  const user = process.getuid?.();
  if (user === undefined) return undefined;
  for (const [path, { uid, mode }] of [...folders.map((folder) => [folder, statSync(folder)] as const), [file, stats] as const]) {
    if (uid !== user) return `${path} belongs to another user (${uid})`;
    if ((mode & 0o022) !== 0) return `others may write to ${path}: chmod go-w "${path}"`;
  }
  return undefined;
}
