import { existsSync } from "node:fs";
import { basename } from "node:path";
import type { StoreEvent } from "@openhcs/core";
import { FileEvents } from "./file-events.js";
import { makeStateFolders } from "./private-folder.js";
import { Settling } from "./settling.js";
import type { FoundSource } from "./source-folder.js";
import { sourceNameOf } from "./source-name.js";
import type { StoreFolder } from "./store-folder.js";
import type { StorePaths } from "./store-paths.js";

/** A file that was written this recently may be written still. */
const quietMs = 80;
/** A file that is missing or empty is most often one that an editor is about to write. */
const patienceMs = 250;
/** What settles as a source does, and has no source's name. */
const [theLog, theKeys, everything] = [".log", ".keys", ".all"];

export interface EditWatchOptions {
  readonly folder: StoreFolder;
  readonly languages: readonly string[];
  readonly known: KnownSources;
  /** Keeps checks out of the way of changes by this object. */
  readonly inTurn: (work: () => Promise<void>) => Promise<void>;
  /** Puts edits into the history, where that can be done. */
  readonly note: (names: readonly string[]) => Promise<unknown>;
  /** Whether the trusted keys are others than were told of last; they are told of by asking. */
  readonly areKeysNews: () => boolean;
  readonly onEvent: (event: StoreEvent) => void;
}

/** What was last told of each source: its version and signature, or why it could not be read. */
export class KnownSources {
  #identities = new Map<string, string>();

  /** @returns whether it is news */
  take(name: string, found: FoundSource | undefined, folder: StoreFolder): boolean {
    const identity = found && identityOf(found, folder);
    if (this.#identities.get(name) === identity) return false;
    if (identity === undefined) this.#identities.delete(name);
    else this.#identities.set(name, identity);
    return true;
  }

  isNews(name: string, found: FoundSource | undefined, folder: StoreFolder): boolean {
    return this.#identities.get(name) !== (found && identityOf(found, folder));
  }

  takeAll(all: Iterable<FoundSource>, folder: StoreFolder): void {
    const named = [...all].filter((found) => found.filePath === folder.sources.pathOf(found)); // A second file of one name goes by another one.
    this.#identities = new Map(named.map((found) => [found.name, identityOf(found, folder)]));
  }

  get names(): Iterable<string> {
    return this.#identities.keys();
  }
}

/** Tells of what others do to the sources, once a file has settled. */
export async function watchEdits(options: EditWatchOptions): Promise<AsyncDisposable> {
  const { folder, languages, known, inTurn } = options;
  const { paths, log, sources } = folder;
  const waiting = new Set<string>();
  let seen = log.entries.length;
  const checkLogged = (): void => {
    log.refresh();
    for (const name of log.namesSince(seen)) settling.touch(name, 0);
    seen = log.entries.length;
  };
  const checkAll = (): void => {
    settling.touch(theKeys, 0);
    for (const name of new Set([...known.names, ...sources.list().map((source) => source.name)])) settling.touch(name, 0);
  };
  const check = async (name: string): Promise<void> => {
    if (!existsSync(paths.folder)) return; // It is away, which says nothing of what is in it.
    if (name === theLog) return checkLogged();
    if (name === theKeys) return options.areKeysNews() ? options.onEvent({ keys: true }) : undefined;
    if (name === everything) return checkAll();
    log.refresh();
    const found = sources.one(name);
    if (!known.isNews(name, found, folder)) return void waiting.delete(name);
    if (folder.edited([[name, found]]).length > 0) {
      if (isBeingWritten(found)) return settling.touch(name, quietMs);
      if (isProvisional(found) && !waiting.has(name)) {
        waiting.add(name);
        return settling.touch(name, patienceMs);
      }
      await options.note([name]);
    }
    waiting.delete(name);
    known.take(name, found, folder);
    options.onEvent(eventOf(name, found, folder));
  };
  const settling = new Settling((name) => void inTurn(() => check(name)));
  const nameOf = (path: string): string | undefined => (path === paths.log ? theLog : path === paths.trustedKeys ? theKeys : sourceNameOf(basename(path), languages)?.name);
  const onEvent = (path: string): void => {
    const name = nameOf(path);
    if (name !== undefined) settling.touch(name, name === theLog ? 0 : quietMs);
  };
  const onReturn = (): void => settling.touch(everything, 0);
  const events = new FileEvents({
    folders: [paths.folder, ...stateFolder(paths)],
    isWatched: (path) => nameOf(path) !== undefined,
    onEvent,
    onReturn,
  });
  await events.start();
  onReturn(); // What happened since the last load, before there was a watcher.
  return {
    async [Symbol.asyncDispose]() {
      settling[Symbol.dispose]();
      await events[Symbol.asyncDispose]();
      settling[Symbol.dispose]();
    },
  };
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

function identityOf(found: FoundSource, folder: StoreFolder): string {
  if (found.reason !== undefined) return found.reason;
  const { hash, language, signature } = folder.stored(found);
  return [hash, language, signature?.key, signature?.signature].join(" ");
}

function eventOf(name: string, found: FoundSource | undefined, folder: StoreFolder): StoreEvent {
  if (found === undefined) return { name };
  if (found.reason !== undefined) return { name, failure: { name, filePath: found.filePath, reason: found.reason } };
  return { name, now: folder.stored(found) };
}
