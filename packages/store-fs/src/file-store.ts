import { resolve } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import {
  checkStoreName, historyOf, InvalidStoreNameError, isOpenHcsError, messageOf, StoreUnavailableError, type FunctionStore, type SourceVersion,
  type StoreChange, type StoreContents, type StoredSource, type StoreEvent,
  type TrustedKey,
} from "@openhcs/core";
import { defaultFolder } from "./default-folder.js";
import { EditWatch } from "./edit-watch.js";
import { FolderLockedError } from "./folder-lock.js";
import { commitFiles, commitMessage } from "./git-commit.js";
import { KeyRing } from "./key-ring.js";
import { KnownSources } from "./known-sources.js";
import { permissionWarnings } from "./permission-warnings.js";
import { makePrivateFolder } from "./private-folder.js";
import { SharedWatch } from "./shared-watch.js";
import type { FoundSource } from "./source-folder.js";
import { SourceTooLargeError } from "./store-fs-errors.js";
import { StoreFolder } from "./store-folder.js";
import { keyWarnings } from "./trusted-keys.js";
import { WorkQueue } from "./work-queue.js";

export interface FileStoreOptions {
  /** Default: `custom_functions` among this user's data of OpenHCS. */
  readonly folder?: string;
  /** Extensions of the files that are sources; default `["ts", "js"]`. Of two files of one name that of the first is the source. */
  readonly languages?: readonly string[];
  /** How large a source may be; default 1 000 000. */
  readonly maxBytes?: number;
  /** How long a change waits while other processes change the folder; default 5000. */
  readonly waitMs?: number;
}

/**
 * Keeps sources as files, one each, that any editor may change.
 *
 * Changes are whole also where the process is killed, and where several processes share the folder. Versions, signatures and trusted keys lie in
 * its `.openhcs`; where that is lost, the sources are not. Where the folder is a git repository's root, every change is a commit too. Watching it
 * keeps no process alive.
 */
export function fileStore(options: FileStoreOptions = {}): Required<FunctionStore> {
  return new FileStore(options);
}

/** So many edits are put into the history while a load waits; more of them come into it afterwards. */
const notedAtOnce = 50;

class FileStore {
  readonly name = "files";
  readonly location: string;
  readonly #folder: StoreFolder;
  readonly #languages: readonly string[];
  readonly #maxBytes: number;
  readonly #queue = new WorkQueue();
  readonly #known: KnownSources;
  readonly #keys: KeyRing;
  readonly #watch: SharedWatch;
  /** What went wrong beside changes that were made, for the next load to tell. */
  readonly #warnings: string[] = [];
  #isLoaded = false;
  #isClosed = false;

  constructor({ folder = defaultFolder(), languages = ["ts", "js"], maxBytes = 1_000_000, waitMs = 5_000 }: FileStoreOptions) {
    this.location = resolve(folder);
    this.#languages = languages;
    this.#maxBytes = maxBytes;
    this.#folder = new StoreFolder({ folder: this.location, languages, maxBytes, waitMs });
    this.#known = new KnownSources(this.#folder);
    this.#keys = new KeyRing(this.#folder);
    this.#watch = new SharedWatch(this.location, () => this.#startWatch());
  }

  load(): Promise<StoreContents> {
    return this.#run(async () => {
      makePrivateFolder(this.location);
      const warnings = this.#warnings.splice(0);
      if (this.#folder.sources.intent() !== undefined) warnings.push(...(await this.#attempt("what a process began could not be completed", async () => {}, 0)));
      const found = this.#folder.snapshot();
      const all = [...found.values()];
      const edited = this.#folder.edited(withLost(found, this.#folder.log.names));
      if (edited.length > notedAtOnce) void this.#noteLater(edited);
      else if (edited.length > 0) warnings.push(...(await this.#note(edited)));
      if (this.#folder.log.damaged > 0) warnings.push(`${this.#folder.log.damaged} lines of ${this.#folder.paths.log} are damaged`);
      this.#known.takeAll(all);
      this.#keys.take();
      this.#isLoaded = true;
      return {
        sources: all.filter(({ reason }) => reason === undefined).map((source) => this.#folder.stored(source)),
        failures: all.filter(({ reason }) => reason !== undefined).map(({ name, filePath, reason = "" }) => ({ name, filePath, reason })),
        warnings: [...permissionWarnings(this.location, all), ...keyWarnings(this.#folder.paths), ...warnings],
      };
    });
  }

  change(change: StoreChange): Promise<StoredSource | undefined> {
    return this.#run(async () => {
      this.#check(change);
      const { source, files } = await this.#folder.exclusively(() => this.#folder.make(change));
      // What it made and nothing else: a file that was edited since is news.
      for (const name of new Set([change.before?.name, change.after?.name])) if (name !== undefined) this.#known.take(name, source?.name === name ? source : undefined);
      const warning = await commitFiles(this.#folder.paths, files, commitMessage(change)); // Nobody else waits while git works.
      if (warning !== undefined) this.#warnings.push(warning);
      return source;
    });
  }

  async read(name: string): Promise<StoredSource | undefined> {
    checkStoreName(name);
    return this.#available(async () => {
      this.#folder.log.refresh();
      const found = this.#folder.sources.one(name);
      if (found?.reason !== undefined) throw new Error(`${found.filePath} ${found.reason}`);
      return found && this.#folder.stored(found);
    });
  }

  async history(name: string): Promise<readonly SourceVersion[]> {
    checkStoreName(name);
    return this.#available(async () => {
      const { log, versions } = this.#folder;
      log.refresh();
      return historyOf(log.entries, name).flatMap(({ hash, language, at, change, signature }) => {
        const source = versions.read(hash);
        return source === undefined ? [] : [Object.freeze({ hash, source, language, at, change, ...(signature && { signature }) })];
      });
    });
  }

  watch(listener: (event: StoreEvent) => void): Promise<AsyncDisposable> {
    return this.#watch.add(listener);
  }

  async trustedKeys(): Promise<readonly TrustedKey[]> {
    return this.#available(async () => this.#keys.read());
  }

  async trust(key: TrustedKey): Promise<void> {
    await this.#run(() => this.#keys.trust(key));
  }

  distrust(key: string): Promise<boolean> {
    return this.#run(() => this.#keys.distrust(key));
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#watch.close();
    await this.#queue.run(async () => {});
  }

  /** Whoever loads or changes next puts down what cannot be put down now. */
  #note(names: readonly string[]): Promise<readonly string[]> {
    return this.#attempt("edits could not be put into the history", () => this.#folder.note(names));
  }

  /** A folder that was filled by hand is no reason to start late. */
  async #noteLater(names: readonly string[]): Promise<void> {
    for (let at = 0; at < names.length && !this.#isClosed; at += notedAtOnce) {
      await nextTurn();
      const warnings = await this.#queue.run(async () => (this.#isClosed ? [] : this.#note(names.slice(at, at + notedAtOnce))));
      if (warnings.length > 0) return void this.#warnings.push(...warnings);
    }
  }

  #startWatch(): Promise<AsyncDisposable> {
    return this.#run(async () => {
      makePrivateFolder(this.location);
      if (!this.#isLoaded) {
        this.#known.takeAll(this.#folder.snapshot().values());
        this.#keys.take();
      }
      this.#isLoaded = true;
      return EditWatch.start({
        folder: this.#folder,
        languages: this.#languages,
        known: this.#known,
        queue: this.#queue,
        note: (names) => this.#note(names),
        areKeysNews: () => this.#keys.take(),
        onEvent: (event) => this.#watch.tell(event),
        onWarning: (warning) => this.#warnings.push(warning),
      });
    });
  }

  #check({ before, after }: StoreChange): void {
    if (before !== undefined) checkStoreName(before.name);
    if (after === undefined) return;
    const { name, language, source } = after;
    checkStoreName(name);
    if (!this.#languages.includes(language)) throw new InvalidStoreNameError(`${name}.${language}`, `the store keeps files of "${this.#languages.join('", "')}"`);
    const bytes = Buffer.byteLength(source);
    if (bytes > this.#maxBytes) throw new SourceTooLargeError(name, bytes, this.#maxBytes);
  }

  /** Does what is welcome but not needed, such as in a folder that can only be read. @returns why it could not be done, unless somebody else will */
  async #attempt(what: string, work: () => Promise<void>, waitMs = 300): Promise<readonly string[]> {
    try {
      await this.#folder.exclusively(work, waitMs);
      return [];
    } catch (error) {
      return error instanceof FolderLockedError ? [] : [`${what}: ${messageOf(error)}`];
    }
  }

  #run<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.#queue.run(() => this.#available(work));
  }

  async #available<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      if (isOpenHcsError(error)) throw error;
      throw new StoreUnavailableError(this.name, this.location, error);
    }
  }
}

/** With what the log knows of and the folder has no more. */
function withLost(found: ReadonlyMap<string, FoundSource>, names: Iterable<string>): ReadonlyMap<string, FoundSource | undefined> {
  const all = new Map<string, FoundSource | undefined>([...found.values()].map((source) => [source.name, source]));
  for (const name of names) if (!all.has(name)) all.set(name, undefined);
  return all;
}
