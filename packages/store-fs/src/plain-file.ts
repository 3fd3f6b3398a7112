import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, type Stats } from "node:fs";

// A pipe must not make the reader wait, and a link leads to a file that is not the store's. Windows knows neither flag.
const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
/** Far more than the store ever writes beside the sources, and little enough to read at once. */
const maxStateBytes = 16_000_000;

/** What lies in the place of a file is none, or is too large. */
export class UnfitFileError extends Error {
  override readonly name = "UnfitFileError";
  readonly reason: string;
  constructor(path: string, reason: string) {
    super(`${path} ${reason}`);
    this.reason = reason;
  }
}

export interface PlainFile {
  readonly bytes: Buffer;
  readonly stats: Stats;
}

/**
 * Opens a regular file for reading; undefined where there is nothing. A folder's content is anybody's: what else may lie in the place of a file,
 * such as a device, is not even opened. @throws UnfitFileError
 */
export function openPlain(path: string): number | undefined {
  try {
    const found = lstatSync(path, { throwIfNoEntry: false });
    if (found === undefined) return undefined;
    if (found.isSymbolicLink()) throw new UnfitFileError(path, "is a link");
    if (!found.isFile()) throw new UnfitFileError(path, "is not a regular file");
    return openSync(path, flags);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    if (code === "ELOOP") throw new UnfitFileError(path, "is a link");
    throw error;
  }
}

/** Reads a regular file whole; undefined where there is nothing. Without waiting: files are small, and a thousand are read at once. @throws UnfitFileError */
export function readPlain(path: string, maxBytes = maxStateBytes): PlainFile | undefined {
  const file = openPlain(path);
  if (file === undefined) return undefined;
  try {
    const stats = fstatSync(file);
    if (!stats.isFile()) throw new UnfitFileError(path, "is not a regular file");
    const bytes = readAll(file, Math.min(stats.size, maxBytes) + 1);
    if (bytes.length > maxBytes) throw new UnfitFileError(path, `is larger than ${maxBytes} bytes`);
    return { bytes, stats };
  } finally {
    closeSync(file);
  }
}

/** One byte more than expected, so that a file that grows meanwhile is noticed. */
function readAll(file: number, size: number): Buffer {
  const bytes = Buffer.allocUnsafe(size);
  let length = 0;
  for (let read = -1; read !== 0 && length < size; length += read) read = readSync(file, bytes, length, size - length, null);
  return bytes.subarray(0, length);
}
