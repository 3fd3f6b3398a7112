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
      const restart = (delayMs: number): void => {
        this.#restart(watcher, delayMs);
        resolve(); // Nobody waits for a watcher that is given up.
      };
      watcher.on("all", (event, path) => {
        if (event === "unlinkDir" && folders.includes(path)) restart(0);
        else onEvent(path);
      });
      watcher.on("error", () => {
        // Most often the system has no watches left; looking needs none. What fails there as well is tried again and again, but not at once.
        restart(this.#usePolling ? pollMs : 0);
        this.#usePolling = true;
      });
      watcher.once("ready", resolve);
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.#watcher?.close();
  }

  #restart(watcher: FSWatcher, delayMs: number): void {
    if (this.#watcher !== watcher) return; // Given up already.
    this.#watcher = undefined;
    const resume = (): void => this.#resumeIn(delayMs);
    void watcher.close().then(resume, resume);
  }

  /** Nobody waits for what happens here, so that nothing may be thrown: whatever fails is tried again. */
  #resumeIn(delayMs: number): void {
    if (this.#isClosed) return;
    const again = (): void => this.#resumeIn(pollMs);
    this.#timer = setTimeout(() => void this.#resume().then((isDone) => isDone || again(), again), delayMs).unref();
  }

  /** @returns whether the folders are there, and watched again */
  async #resume(): Promise<boolean> {
    if (this.#isClosed) return true;
    if (!this.#options.folders.every(isFolder)) return false;
    await this.start();
    if (!this.#isClosed) this.#options.onReturn();
    return true;
  }
}

/** A folder that cannot be looked at, for it is behind a link to itself or on a disk that is gone, is away as any other. */
function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
