import { rmSync, writeFileSync } from "node:fs";
import { rename } from "node:fs/promises";
import { join } from "node:path";
import { stage } from "./durable-file.js";
import { hashOf, readSourceFile } from "./source-file.js";
import type { StorePaths } from "./store-paths.js";

/** The sources that there were, each in a file named by its hash. */
export class VersionFiles {
  readonly #paths: StorePaths;
  readonly #maxBytes: number;

  constructor(paths: StorePaths, maxBytes: number) {
    this.#paths = paths;
    this.#maxBytes = maxBytes;
  }

  /** Undefined where it is missing or damaged. */
  read(hash: string): string | undefined {
    const reading = readSourceFile(this.#pathOf(hash), this.#maxBytes);
    return reading !== undefined && "source" in reading && reading.hash === hash ? reading.source : undefined;
  }

  /** Safe on the disk when it is done. */
  async keep(source: string): Promise<void> {
    const hash = hashOf(source);
    if (this.read(hash) === undefined) await rename(await stage(this.#paths.staging, source), this.#pathOf(hash));
  }

  /** Quickly, for many that lie in files of their own: one that a crash cuts off is read as missing. */
  copy(source: string, hash: string): void {
    if (this.read(hash) !== undefined) return;
    rmSync(this.#pathOf(hash), { force: true }); // A damaged one, or a link that leads elsewhere.
    writeFileSync(this.#pathOf(hash), source, { mode: 0o600, flag: "wx" });
  }

  #pathOf(hash: string): string {
    return join(this.#paths.versions, hash);
  }
}
