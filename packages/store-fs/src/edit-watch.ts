import { existsSync } from "node:fs";
import { basename } from "node:path";
import { messageOf, type StoreEvent } from "@openhcs/core";
import { FileEvents } from "./file-events.js";
import type { KnownSources } from "./known-sources.js";
import { makeStateFolders } from "./private-folder.js";
import { Settling } from "./settling.js";
import type { FoundSource } from "./source-folder.js";
import { sourceNameOf } from "./source-name.js";
import type { StoreFolder } from "./store-folder.js";
import type { StorePaths } from "./store-paths.js";
import type { WorkQueue } from "./work-queue.js";

/** A file that was written this recently may be written still. Longer than the 50 ms after one change for which chokidar keeps further ones of the file to itself. */
const quietMs = 80;
/** A file that is missing or empty is most often one that an editor is about to write. */
const patienceMs = 250;
/** When what could not be looked at is looked at again. */
const retryMs = 1_000;

/** What settles: a source by its name, or one of these. */
const [theLog, theKeys, everything] = [Symbol("the log"), Symbol("the trusted keys"), Symbol("everything")];
type Subject = string | symbol;

export interface EditWatchOptions {
  readonly folder: StoreFolder;
  readonly languages: readonly string[];
  readonly known: KnownSources;
  /** Keeps checks out of the way of changes by this object. */
  readonly queue: WorkQueue;
  /** Puts edits into the history, where that can be done. */
  readonly note: (names: readonly string[]) => Promise<unknown>;
  /** Whether the trusted keys differ from those of the last time that anybody was told; asking counts as telling. */
  readonly areKeysNews: () => boolean;
  readonly onEvent: (event: StoreEvent) => void;
  /** What went wrong with no one source. */
  readonly onWarning: (warning: string) => void;
}

/** Tells of what others do to the sources, once a file has settled. */
export class EditWatch implements AsyncDisposable {
  readonly #options: EditWatchOptions;
  readonly #settling: Settling<Subject>;
  readonly #events: FileEvents;
  /** Missing or empty sources that get their time. */
  readonly #waiting = new Set<string>();
  readonly #failing = new Set<Subject>();
  #seen: number;

  static async start(options: EditWatchOptions): Promise<EditWatch> {
    const watch = new EditWatch(options);
    await watch.#events.start();
    watch.#lookAt(everything); // What happened since the last load, before there was a watcher.
    return watch;
  }

  private constructor(options: EditWatchOptions) {
    const { paths, log } = options.folder;
    this.#options = options;
    this.#seen = log.entries.length;
    this.#settling = new Settling((subject) => this.#lookAt(subject));
    this.#events = new FileEvents({
      folders: [paths.folder, ...stateFolder(paths)],
      isWatched: (path) => this.#subjectOf(path) !== undefined,
      onEvent: (path) => {
        const subject = this.#subjectOf(path);
        if (subject !== undefined) this.#settling.touch(subject, quietMs);
        if (subject === theLog) this.#lookAt(theLog); // What other processes did is done, and told of at once.
      },
      onReturn: () => this.#lookAt(everything),
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#settling[Symbol.dispose]();
    await this.#events[Symbol.asyncDispose]();
  }

  #subjectOf(path: string): Subject | undefined {
    const { folder: { paths }, languages } = this.#options;
    if (path === paths.log) return theLog;
    return path === paths.trustedKeys ? theKeys : sourceNameOf(basename(path), languages)?.name;
  }

  /** As it is now. What still settles is looked at again when it has. */
  #lookAt(subject: Subject): void {
    void this.#options.queue.run(() => this.#follow(subject));
  }

  /** An edit that cannot be looked at is none that did not happen: it is told of, and looked at again. */
  async #follow(subject: Subject): Promise<void> {
    const { folder, known, onEvent, onWarning } = this.#options;
    if (!existsSync(folder.paths.folder)) return; // It is away, which says nothing of what is in it.
    try {
      await this.#check(subject);
      this.#failing.delete(subject);
    } catch (error) {
      const [reason, isNew] = [messageOf(error), !this.#failing.has(subject)];
      this.#failing.add(subject);
      this.#settling.touch(subject, retryMs);
      if (typeof subject === "string") {
        if (known.takeFailure(subject, reason)) onEvent({ name: subject, failure: { name: subject, reason: `cannot be followed: ${reason}` } });
      } else if (isNew) {
        onWarning(`edits cannot be followed: ${reason}`);
        for (const name of known.names) this.#lookAt(name); // Each may still be looked at, or says why not.
      }
    }
  }

  async #check(subject: Subject): Promise<void> {
    const { areKeysNews, onEvent } = this.#options;
    if (subject === theLog) this.#checkLogged();
    else if (subject === everything) this.#checkAll();
    else if (typeof subject === "string") await this.#checkSource(subject);
    else if (areKeysNews()) onEvent({ keys: true });
  }

  #checkLogged(): void {
    const { log } = this.#options.folder;
    log.refresh();
    for (const name of log.namesSince(this.#seen)) this.#lookAt(name);
    this.#seen = log.entries.length;
  }

  #checkAll(): void {
    const { folder: { sources }, known } = this.#options;
    for (const subject of new Set([theKeys, ...known.names, ...sources.list().map((source) => source.name)])) this.#lookAt(subject);
  }

  async #checkSource(name: string): Promise<void> {
    const { folder, known, note, onEvent } = this.#options;
    folder.log.refresh();
    const found = folder.sources.one(name);
    if (!known.isNews(name, found)) return void this.#waiting.delete(name);
    if (folder.edited([[name, found]]).length > 0) {
      if (isBeingWritten(found)) return this.#settling.touch(name, quietMs);
      if (isProvisional(found) && !this.#waiting.has(name)) {
        this.#waiting.add(name);
        return this.#settling.touch(name, patienceMs);
      }
      await note([name]);
    }
    this.#waiting.delete(name);
    known.take(name, found);
    onEvent(eventOf(name, found, folder));
  }
}

/** Where the log is, which tells of other processes' changes sooner than their files do; in a folder that can only be read there may be none. */
function stateFolder(paths: StorePaths): readonly string[] {
  try {
    makeStateFolders(paths);
    return [paths.state];
  } catch {
    return [];
  }
}

function isBeingWritten(found: FoundSource | undefined): boolean {
  const ageMs = Date.now() - (found?.stats?.mtimeMs ?? 0);
  return ageMs >= 0 && ageMs < quietMs;
}

function isProvisional(found: FoundSource | undefined): boolean {
  return found === undefined || found.source === "";
}

function eventOf(name: string, found: FoundSource | undefined, folder: StoreFolder): StoreEvent {
  if (found === undefined) return { name };
  if (found.reason !== undefined) return { name, failure: { name, filePath: found.filePath, reason: found.reason } };
  return { name, now: folder.stored(found) };
}
