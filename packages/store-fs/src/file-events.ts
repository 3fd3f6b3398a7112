import { statSync } from "node:fs";
import { dirname } from "node:path";
import type { FSWatcher } from "chokidar";

export interface FileEventsOptions {
  /** Folders whose files are watched, not those below. */
  readonly folders: readonly string[];
  /** By path. What is left out costs nothing. */
  readonly isWatched: (path: string) => boolean;
  /** Something may have happened to the file of this path. */
  readonly onEvent: (path: string) => void;
  /** Anything may have happened: a folder was away, and is there again. */
  readonly onReturn: () => void;
}

/** How often files are looked at where the system has no watches left, and how often a folder that went away is looked for. */
const pollMs = 300;

/** Watches files, also those that editors replace by a rename, and folders that go and return. Does not keep the process alive. */
export class FileEvents implements AsyncDisposable {
  readonly #options: FileEventsOptions;
  #watcher: FSWatcher | undefined;
  #usePolling = false;
  #isClosed = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: FileEventsOptions) {
    this.#options = options;
  }

  /** Settles when nothing that happens from now on is missed. */
  async start(): Promise<void> {
    const { folders, isWatched, onEvent } = this.#options;
    const { watch } = await import("chokidar"); // Few processes watch; the others need not load it.
    if (this.#isClosed) return;
    const watcher = watch([...folders], {
      depth: 0,
      followSymlinks: false,
      ignoreInitial: true,
      persistent: false,
      usePolling: this.#usePolling,
      interval: pollMs,
      ignored: (path) => folders.includes(dirname(path)) && !folders.includes(path) && !isWatched(path),
    });
    this.#watcher = watcher;
    await new Promise<void>((resolve) => {
      watcher.on("all", (event, path) => {
        if (event === "unlinkDir" && folders.includes(path)) void this.#restart();
        else onEvent(path);
      });
      watcher.on("error", () => {
        // Most often the system has no watches left; looking needs none.
        this.#usePolling = true;
        void this.#restart();
        resolve();
      });
      watcher.once("ready", resolve);
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.#watcher?.close();
  }

  async #restart(): Promise<void> {
    const watcher = this.#watcher;
    this.#watcher = undefined;
    if (watcher === undefined) return; // Under way.
    await watcher.close();
    const look = async (): Promise<void> => {
      if (this.#isClosed) return;
      if (!this.#options.folders.every((folder) => statSync(folder, { throwIfNoEntry: false })?.isDirectory())) {
        this.#timer = setTimeout(() => void look(), pollMs).unref();
        return;
      }
      await this.start();
      this.#options.onReturn();
    };
    await look();
  }
}
