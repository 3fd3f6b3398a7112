import { isUtf8 } from "node:buffer";
import { createHash } from "node:crypto";
import type { Stats } from "node:fs";
import { readPlain, UnfitFileError } from "./plain-file.js";
import { systemReason } from "./system-reason.js";

/** A file's text with its hash, or why it cannot be had. */
export type Reading =
  | { readonly source: string; readonly hash: string; readonly stats: Stats }
  | { readonly reason: string };

/** Reads a regular file of valid UTF-8, whole; undefined where there is nothing. */
export function readSourceFile(path: string, maxBytes: number): Reading | undefined {
  try {
    const file = readPlain(path, maxBytes);
    if (file === undefined) return undefined;
    const { bytes, stats } = file;
    return isUtf8(bytes) ? { source: bytes.toString("utf8"), hash: hashOf(bytes), stats } : { reason: "is not valid UTF-8" };
  } catch (error) {
    return { reason: error instanceof UnfitFileError ? error.reason : `cannot be read: ${systemReason(error)}` };
  }
}

/** SHA-256 in hexadecimal, as `sha256` of the core. */
export function hashOf(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}
