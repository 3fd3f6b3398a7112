import { resolve } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import {
  checkStoreName, historyOf, InvalidStoreNameError, isOpenHcsError, messageOf, StoreUnavailableError, type FunctionStore, type SourceVersion,
  type StoreChange, type StoreContents, type StoredSource, type StoreEvent,
  type TrustedKey,
} from "@openhcs/core";
import { defaultFolder } from "./default-folder.js";
import { KnownSources, watchEdits } from "./edit-watch.js";
import { FolderLockedError } from "./folder-lock.js";
import { commitFiles, commitMessage } from "./git-commit.js";
import { permissionWarnings } from "./permission-warnings.js";
import { makePrivateFolder } from "./private-folder.js";
import type { FoundSource } from "./source-folder.js";
import { SourceTooLargeError } from "./store-fs-errors.js";
import { StoreFolder } from "./store-folder.js";
import { countingKeys, keyWarnings, readKeyFile, writeTrustedKeys } from "./trusted-keys.js";
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
  readonly #known = new KnownSources();
  readonly #listeners = new Set<(event: StoreEvent) => void>();
  /** What went wrong beside changes that were made, for the next load to tell. */
  readonly #warnings: string[] = [];
  /** As they were last told of. */
  #knownKeys: string | undefined;
  #isLoaded = false;
  #isClosed = false;
  #watch: Promise<AsyncDisposable> | undefined;

  constructor({ folder = defaultFolder(), languages = ["ts", "js"], maxBytes = 1_000_000, waitMs = 5_000 }: FileStoreOptions) {
    this.location = resolve(folder);
    this.#languages = languages;
    this.#maxBytes = maxBytes;
    this.#folder = new StoreFolder({ folder: this.location, languages, maxBytes, waitMs });
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
      this.#known.takeAll(all, this.#folder);
      this.#takeKeys();
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
      return this.#folder.exclusively(async () => {
        const { source, files } = await this.#folder.make(change);
        // What it made and nothing else: a file that was edited since is news.
        for (const name of new Set([change.before?.name, change.after?.name])) if (name !== undefined) this.#known.take(name, source?.name === name ? source : undefined, this.#folder);
        const warning = await commitFiles(this.location, files, commitMessage(change));
        if (warning !== undefined) this.#warnings.push(warning);
        return source;
      });
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

  async watch(listener: (event: StoreEvent) => void): Promise<AsyncDisposable> {
    const own = (event: StoreEvent): void => listener(event); // So that one function may listen twice.
    this.#listeners.add(own);
    try {
      await (this.#watch ??= this.#startWatch());
    } catch (error) {
      this.#listeners.delete(own);
      this.#watch = undefined;
      throw error;
    }
    return {
      [Symbol.asyncDispose]: async () => {
        this.#listeners.delete(own);
        if (this.#listeners.size === 0) await this.#stopWatch();
      },
    };
  }

  async trustedKeys(): Promise<readonly TrustedKey[]> {
    return this.#available(async () => countingKeys(readKeyFile(this.#folder.paths)));
  }

  trust({ key, label, grantsTrust }: TrustedKey): Promise<void> {
    return this.#changeKeys((keys) => [...keys.filter((other) => other.key !== key), { key, label, grantsTrust }]).then(() => {});
  }

  distrust(key: string): Promise<boolean> {
    return this.#changeKeys((keys) => keys.filter((other) => other.key !== key));
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#listeners.clear();
    await this.#stopWatch();
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
      const warnings = await this.#queue.run(() => this.#note(names.slice(at, at + notedAtOnce)));
      if (warnings.length > 0) return void this.#warnings.push(...warnings);
    }
  }

  #startWatch(): Promise<AsyncDisposable> {
    return this.#run(async () => {
      makePrivateFolder(this.location);
      if (!this.#isLoaded) {
        this.#known.takeAll(this.#folder.snapshot().values(), this.#folder);
        this.#takeKeys();
      }
      this.#isLoaded = true;
      return watchEdits({
        folder: this.#folder,
        languages: this.#languages,
        known: this.#known,
        inTurn: (work) => this.#queue.run(work).catch((error: unknown) => void this.#warnings.push(`an edit could not be read: ${messageOf(error)}`)),
        note: (names) => this.#note(names),
        areKeysNews: () => this.#takeKeys(),
        onEvent: (event) => this.#tell(Object.freeze(event)),
      });
    });
  }

  async #stopWatch(): Promise<void> {
    const watch = this.#watch;
    this.#watch = undefined;
    await (await watch)?.[Symbol.asyncDispose]();
  }

  #tell(event: StoreEvent): void {
    for (const listener of this.#listeners) {
      try {
        listener(event);
      } catch (error) {
        process.emitWarning(`a listener of the store at ${this.location} failed: ${messageOf(error)}`, "OpenHcsWarning");
      }
    }
  }

  /** Those that are damaged say nothing, until they are mended. @returns whether they are others than were told of last */
  #takeKeys(): boolean {
    const known = this.#knownKeys;
    try {
      this.#knownKeys = JSON.stringify(countingKeys(readKeyFile(this.#folder.paths)));
    } catch {
      this.#knownKeys = undefined;
      return false; // Whoever asks for the keys hears why.
    }
    return this.#knownKeys !== known;
  }

  /** @returns whether there are fewer of them now */
  #changeKeys(change: (keys: readonly TrustedKey[]) => readonly TrustedKey[]): Promise<boolean> {
    return this.#run(() => this.#folder.exclusively(async () => {
      const { keys } = readKeyFile(this.#folder.paths);
      const changed = change(keys);
      await writeTrustedKeys(this.#folder.paths, changed);
      this.#takeKeys();
      return changed.length < keys.length;
    }));
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
