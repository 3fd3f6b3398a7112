import { createHash, randomUUID } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { trimFolder } from "./trim-folder.js";

const digestBytes = 32;

/** What the compiled kernels of a folder may take where nothing else is said: some thousands of them. */
const usualLimit = 512 * 2 ** 20;

export interface BinaryCacheOptions {
  /** Of the package that compiles: what another version compiled is not looked at. */
  readonly version: string;
  /** Undefined keeps nothing. */
  readonly folder: string | undefined;
  /** Bytes that the files of the folder may take. */
  readonly limit?: number | undefined;
}

/**
 * Compiled kernels on disk, by everything that they depend on. What cannot be read or written is compiled again, and so is what is damaged: each file
 * begins with the digest of the rest, for a driver that is given half a kernel ends the process.
 *
 * Of too many, those that no process has read for longest go.
 */
export class BinaryCache {
  readonly #version: string;
  readonly #folder: string | undefined;
  readonly #limit: number;
  #bytesUntilTrim = 0;

  constructor({ version, folder, limit = usualLimit }: BinaryCacheOptions) {
    this.#version = version;
    this.#folder = folder;
    this.#limit = limit;
  }

  key(parts: readonly string[]): string {
    const hash = createHash("sha256");
    for (const part of [this.#version, ...parts]) hash.update(`${part.length}:${part}`);
    return hash.digest("hex");
  }

  read(key: string): Uint8Array | undefined {
    if (this.#folder === undefined) return undefined;
    try {
      const path = this.#path(key);
      const kept = readFileSync(path);
      const binary = kept.subarray(digestBytes);
      if (kept.length <= digestBytes || !digestOf(binary).equals(kept.subarray(0, digestBytes))) return undefined;
      touch(path);
      return binary;
    } catch {
      return undefined;
    }
  }

  write(key: string, binary: Uint8Array): void {
    if (this.#folder === undefined) return;
    const unfinished = `${this.#path(key)}.${randomUUID()}`;
    try {
      mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
      writeFileSync(unfinished, Buffer.concat([digestOf(binary), binary]), { mode: 0o600 });
      renameSync(unfinished, this.#path(key));
      this.#trimAfter(digestBytes + binary.length);
    } catch {
      rmSync(unfinished, { force: true });
    }
  }

  /** Looking through the folder at each write would take longer than the writes. */
  #trimAfter(bytes: number): void {
    this.#bytesUntilTrim -= bytes;
    if (this.#bytesUntilTrim > 0) return;
    trimFolder(this.#folder as string, this.#limit, isOurs);
    this.#bytesUntilTrim = this.#limit / 8;
  }

  #path(key: string): string {
    return join(this.#folder as string, `${key}.bin`);
  }
}

/** A kernel, or one that a process did not finish. */
function isOurs(name: string): boolean {
  return /^[0-9a-f]{64}\.bin(\.[0-9a-f-]{36})?$/.test(name);
}

/** A folder of somebody else's may be read, but not touched. */
function touch(path: string): void {
  try {
    const now = new Date();
    utimesSync(path, now, now);
  } catch {
    // Then what others read last goes first.
  }
}

function digestOf(binary: Uint8Array): Buffer {
  return createHash("sha256").update(binary).digest();
}
