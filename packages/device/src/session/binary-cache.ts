import { createHash, randomUUID } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const digestBytes = 32;

/**
 * Compiled kernels on disk, by everything that they depend on. What cannot be read or written is compiled again, and so is what is damaged: each file
 * begins with the digest of the rest, for a driver that is given half a kernel ends the process.
 */
export class BinaryCache {
  readonly #folder: string | undefined;

  /** @param folder undefined keeps nothing */
  constructor(folder: string | undefined) {
    this.#folder = folder;
  }

  static key(parts: readonly string[]): string {
    const hash = createHash("sha256");
    for (const part of parts) hash.update(`${part.length}:${part}`);
    return hash.digest("hex");
  }

  read(key: string): Uint8Array | undefined {
    if (this.#folder === undefined) return undefined;
    try {
      const kept = readFileSync(this.#path(key));
      const binary = kept.subarray(digestBytes);
      return kept.length > digestBytes && digestOf(binary).equals(kept.subarray(0, digestBytes)) ? binary : undefined;
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
    } catch {
      rmSync(unfinished, { force: true });
    }
  }

  #path(key: string): string {
    return join(this.#folder as string, `${key}.bin`);
  }
}

function digestOf(binary: Uint8Array): Buffer {
  return createHash("sha256").update(binary).digest();
}
