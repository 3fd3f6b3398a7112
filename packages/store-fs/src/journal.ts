import { renameSync, unlinkSync } from "node:fs";
import { rename, rm, unlink } from "node:fs/promises";
import { join } from "node:path";
import { StoreConflictError } from "@openhcs/core";
import type { ChangeLog } from "./change-log.js";
import { replaceFile, stage, syncFolder } from "./durable-file.js";
import type { Intent } from "./intent.js";
import { hasExactly, stateOf, type SourceFolder } from "./source-folder.js";
import type { StorePaths } from "./store-paths.js";
import type { VersionFiles } from "./version-files.js";

export interface JournalOptions {
  readonly paths: StorePaths;
  readonly log: ChangeLog;
  readonly versions: VersionFiles;
  readonly sources: SourceFolder;
}

/** Makes changes whole: what is written down as certain is completed, by whoever comes next if need be. For the holder of the lock. */
export class Journal {
  readonly #options: JournalOptions;

  constructor(options: JournalOptions) {
    this.#options = options;
  }

  /** @param staged the new file, where one is to be written @throws StoreConflictError where a file was edited meanwhile: nothing is changed then */
  async carryOut(intent: Intent, staged: string | undefined): Promise<void> {
    const { journal, staging } = this.#options.paths;
    try {
      await replaceFile(journal, JSON.stringify(intent), staging);
      const edited = await this.#settled(intent);
      // It writes before anything else can run here: an editor has microseconds to come between.
      if (edited === undefined) return await this.#complete(intent, staged);
      await unlink(journal);
      throw edited;
    } finally {
      if (staged !== undefined) await rm(staged, { force: true }); // Where it was not needed.
    }
  }

  /** Why the change cannot be made any more, though it is written down; undefined where it can. Where that cannot be told, it is as if it never was. */
  async #settled(intent: Intent): Promise<StoreConflictError | undefined> {
    const { journal, state } = this.#options.paths;
    try {
      await syncFolder(state);
      return this.#edited(intent);
    } catch (error) {
      await rm(journal, { force: true });
      throw error;
    }
  }

  /** Completes what a process that is gone began. */
  async recover(): Promise<void> {
    const { journal, state } = this.#options.paths;
    const intent = this.#options.sources.intent();
    if (intent === undefined) return;
    if (intent === "damaged") return rename(journal, join(state, `journal-damaged-${Date.now()}.json`));
    await this.#complete(intent, undefined);
  }

  /** Why it cannot be made any more: editors know of no lock. */
  #edited({ put, remove }: Intent): StoreConflictError | undefined {
    const { sources } = this.#options;
    const [there, left] = [put && sources.file(put), remove && sources.file(remove)];
    if (put !== undefined && stateOf(there, put) === "other") return new StoreConflictError(put.name, put.over, there?.hash);
    if (remove !== undefined && left?.hash !== remove.hash) return new StoreConflictError(remove.name, remove.hash, left?.hash);
    return undefined;
  }

  /** Does what is certain; what of it is done already stays, and so does what was edited since. */
  async #complete({ put, remove, entries, logSize }: Intent, prepared: string | undefined): Promise<void> {
    const { paths, log, versions, sources } = this.#options;
    if (put !== undefined && stateOf(sources.file(put), put) === "before") {
      const source = prepared === undefined ? versions.read(put.hash) : undefined;
      const staged = prepared ?? (source === undefined ? undefined : await stage(paths.staging, source));
      if (staged === undefined) return unlink(paths.journal); // Its version was taken away: the change cannot be made.
      try {
        renameSync(staged, sources.pathOf(put));
      } catch (error) {
        await Promise.all([rm(staged, { force: true }), rm(paths.journal, { force: true })]);
        throw error;
      }
    }
    const removed = remove && sources.file(remove);
    if (removed !== undefined && removed.hash === remove?.hash && hasExactly(paths.folder, removed.filePath)) unlinkSync(removed.filePath);
    await syncFolder(paths.folder);
    await log.append(entries, logSize);
    await unlink(paths.journal);
  }
}
