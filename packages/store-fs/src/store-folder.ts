import { randomUUID } from "node:crypto";
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { isSameSource, StoreConflictError, type StoreChange, type StoredSource } from "@openhcs/core";
import { ChangeLog } from "./change-log.js";
import { stage } from "./durable-file.js";
import { takeLock } from "./folder-lock.js";
import type { Intent } from "./intent.js";
import { Journal } from "./journal.js";
import type { LogEntry } from "./log-entry.js";
import { makeStateFolders } from "./private-folder.js";
import { hashOf } from "./source-file.js";
import { SourceFolder, type FoundSource } from "./source-folder.js";
import { storePaths, type StorePaths } from "./store-paths.js";
import { VersionFiles } from "./version-files.js";

export interface StoreFolderOptions {
  readonly folder: string;
  readonly languages: readonly string[];
  readonly maxBytes: number;
  /** How long a change waits for those of other processes. */
  readonly waitMs: number;
}

/** A source with its place in the folder. */
export type KeptSource = StoredSource & { readonly filePath: string };

/** What a change made, for whoever keeps a record of its own; a file may be edited as soon as it was written. */
export interface Made {
  readonly source: KeptSource | undefined;
  readonly files: readonly string[];
}

/** The folder with its log, versions and journal. Changes exclude one another, across processes; reading waits for nobody. */
export class StoreFolder {
  readonly paths: StorePaths;
  readonly log: ChangeLog;
  readonly versions: VersionFiles;
  readonly sources: SourceFolder;
  readonly #journal: Journal;
  readonly #waitMs: number;

  constructor({ folder, languages, maxBytes, waitMs }: StoreFolderOptions) {
    this.paths = storePaths(folder);
    this.log = new ChangeLog(this.paths.log);
    this.versions = new VersionFiles(this.paths, maxBytes);
    this.sources = new SourceFolder({ folder, journal: this.paths.journal, languages, maxBytes, versions: this.versions });
    this.#journal = new Journal(this);
    this.#waitMs = waitMs;
  }

  /** Does the work while no other process changes anything, after what a crashed one began is completed. */
  async exclusively<Result>(work: () => Promise<Result>, waitMs = this.#waitMs): Promise<Result> {
    makeStateFolders(this.paths);
    const release = await takeLock(this.paths.lock, waitMs);
    try {
      this.#clearStaging();
      await this.#journal.recover();
      return await work();
    } finally {
      release();
    }
  }

  /** Every source at one point in time, though others change them meanwhile. */
  snapshot(): ReadonlyMap<string, FoundSource> {
    this.log.refresh();
    let seen = this.log.entries.length;
    let overlaid: string | undefined;
    const found = new Map(this.sources.all().map((source) => [source.reason === undefined ? source.name : source.filePath, source]));
    for (;;) {
      const intent = this.sources.intent();
      this.log.refresh();
      const names = new Set(this.log.namesSince(seen));
      seen = this.log.entries.length;
      if (intent !== undefined && intent !== "damaged" && intent.id !== overlaid) {
        for (const target of [intent.put, intent.remove]) if (target !== undefined) names.add(target.name);
        overlaid = intent.id;
      }
      if (names.size === 0) return found;
      for (const name of names) {
        const source = this.sources.one(name, intent);
        if (source === undefined) found.delete(name);
        else found.set(source.reason === undefined ? name : source.filePath, source);
      }
    }
  }

  stored({ name, source = "", hash = "", language, filePath }: FoundSource): KeptSource {
    const head = this.log.head(name);
    const signature = head?.hash === hash ? head.signature : undefined;
    return Object.freeze({ name, source, hash, language, filePath, ...(signature && { signature }) });
  }

  /** Makes a change. Only while nobody else does. @throws StoreConflictError, also where an editor saves meanwhile */
  async make(change: StoreChange): Promise<Made> {
    this.log.refresh();
    const { before, after, kind } = change;
    const held = before && this.#readable(before.name);
    if (before !== undefined && held?.hash !== before.hash) throw new StoreConflictError(before.name, before.hash, held?.hash);
    if (after === undefined && held === undefined) return { source: undefined, files: [] };
    const next = after && { ...after, hash: hashOf(after.source), filePath: this.sources.pathOf(after) };
    if (held !== undefined && next !== undefined && isSameSource(this.stored(held), next)) return { source: this.stored(held), files: [] };
    if (next !== undefined && next.filePath !== held?.filePath) this.#checkFree(next.name, held?.filePath);
    // What else than the held file could be there is in the way. Looked at now, for an edit that is saved from here on must be noticed.
    const over = next && this.sources.file(next) && held?.hash;

    const edits = this.#unnoticed(new Set([held?.name, next?.name].filter((name) => name !== undefined)));
    const { name, hash, language } = (next ?? held) as Pick<StoredSource, "name" | "hash" | "language">;
    const from = held !== undefined && held.name !== name ? held.name : undefined;
    const { signature } = next ?? this.stored(held as FoundSource);
    const entry: LogEntry = { name, at: Date.now(), change: kind, hash, language, ...(from !== undefined && { from }), ...(signature && { signature }) };
    for (const source of new Set([held?.source, next?.source])) if (source !== undefined) await this.versions.keep(source);
    const left = held !== undefined && held.filePath !== next?.filePath ? held : undefined;
    const intent: Intent = {
      id: randomUUID(),
      ...(next && { put: { name, language, hash, ...(over !== undefined && { over }) } }),
      ...(left && { remove: { name: left.name, language: left.language, hash: left.hash as string } }),
      entries: [...edits, entry],
      logSize: this.log.size,
    };
    const staged = next && hash !== over ? await stage(this.paths.staging, next.source) : undefined;
    await this.#journal.carryOut(intent, staged);
    return { source: next && this.stored(next), files: [left?.filePath, next?.filePath].filter((path) => path !== undefined) };
  }

  /** Which of these names have a source that the log does not know of: somebody edited it. */
  edited(found: Iterable<readonly [string, FoundSource | undefined]>): readonly string[] {
    return [...found].filter(([name, source]) => this.#edit(name, source) !== undefined).map(([name]) => name);
  }

  /** Puts edits into the log, once. Only while nobody else changes anything. */
  async note(names: Iterable<string>): Promise<void> {
    this.log.refresh();
    const edits = this.#unnoticed(names);
    for (const { name, change } of edits) {
      const found = change === "deleted" ? undefined : this.sources.onDisk(name);
      if (found?.source !== undefined && found.hash !== undefined) this.versions.copy(found.source, found.hash);
    }
    if (edits.length > 0) await this.log.append(edits, this.log.size);
  }

  /** Nobody else stages anything now: what is there was left behind. */
  #clearStaging(): void {
    for (const file of readdirSync(this.paths.staging)) rmSync(join(this.paths.staging, file), { recursive: true, force: true });
  }

  #readable(name: string): FoundSource | undefined {
    const found = this.sources.one(name);
    if (found?.reason !== undefined) throw new Error(`${found.filePath} ${found.reason}`);
    return found;
  }

  /** Nothing but the source itself may have its name, in any language. Names that differ in case alone are one file elsewhere. */
  #checkFree(name: string, heldPath: string | undefined): void {
    const taken = this.sources.list().find((other) => other.name.toLowerCase() === name.toLowerCase() && this.sources.pathOf(other) !== heldPath);
    if (taken === undefined) return;
    const found = this.sources.file(taken);
    if (found?.reason !== undefined) throw new Error(`${found.filePath} ${found.reason}`);
    throw new StoreConflictError(taken.name, undefined, found?.hash);
  }

  #unnoticed(names: Iterable<string>): readonly LogEntry[] {
    return [...names].map((name) => this.#edit(name, this.sources.onDisk(name))).filter((entry) => entry !== undefined);
  }

  #edit(name: string, found: FoundSource | undefined): LogEntry | undefined {
    const head = this.log.head(name);
    const at = Date.now();
    if (found === undefined) return head && { name, at, change: "deleted", hash: head.hash, language: head.language, ...(head.signature && { signature: head.signature }) };
    const { hash, language } = found;
    if (hash === undefined || (head?.hash === hash && head.language === language)) return undefined;
    return { name, at, change: head === undefined ? "registered" : "edited", hash, language };
  }
}
