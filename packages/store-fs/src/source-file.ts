import { isUtf8 } from "node:buffer";
import { createHash } from "node:crypto";
import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, type Stats } from "node:fs";
import { systemReason } from "./system-reason.js";

/** A file's text with its hash, or why it cannot be had. */
export type Reading =
  | { readonly source: string; readonly hash: string; readonly stats: Stats }
  | { readonly reason: string };

// A pipe must not make the reader wait, and a link leads to a file that is not the store's. Windows knows neither flag.
const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** Reads a regular file of valid UTF-8, whole; undefined where there is nothing. Without waiting: a source is small, and a thousand are read at once. */
export function readSourceFile(path: string, maxBytes: number): Reading | undefined {
  try {
    const found = lstatSync(path, { throwIfNoEntry: false });
    if (found === undefined) return undefined;
    if (found.isSymbolicLink()) return { reason: "is a link" };
    if (!found.isFile()) return { reason: "is not a regular file" };
    return readOpened(openSync(path, flags), maxBytes);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return undefined;
    return { reason: code === "ELOOP" ? "is a link" : `cannot be read: ${systemReason(error)}` };
  }
}

/** SHA-256 in hexadecimal, as `sha256` of the core. */
export function hashOf(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

function readOpened(file: number, maxBytes: number): Reading {
  try {
    const stats = fstatSync(file);
    if (!stats.isFile()) return { reason: "is not a regular file" };
    const bytes = readAll(file, Math.min(stats.size, maxBytes) + 1);
    if (bytes.length > maxBytes) return { reason: `is larger than ${maxBytes} bytes` };
    if (!isUtf8(bytes)) return { reason: "is not valid UTF-8" };
    return { source: bytes.toString("utf8"), hash: hashOf(bytes), stats };
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
