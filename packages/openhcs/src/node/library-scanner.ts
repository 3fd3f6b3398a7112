import { fork, type ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { LibraryLoadError, messageOf, scanHere, type Library, type LibraryScan, type LibraryScanner, type ScannedFunction, type ScanLimits, type ScanStep, type SkippedFunction } from "@openhcs/core";
import { scanMark, type ScanMessage, type ScanRequest } from "./scan-messages.js";

/** How often a process may end in the middle of a scan; the functions after that are left out. */
const mostCrashes = 5;

const entry = fileURLToPath(new URL("./scan-process.js", import.meta.url));

/** How a process ended that did not finish its scan. */
interface Cut {
  readonly reason: string;
}

/**
 * Scans a library in a process of its own, so that the library is not loaded here and a function that hangs or crashes costs that process, and is left
 * out with the reason. A library that names no module is scanned here, as is every one where this package is bundled into one file with its host.
 */
export const scanInProcess: LibraryScanner = async (library, limits) => {
  if (library.module === undefined || !existsSync(entry)) return scanHere(library, limits);
  // The module would begin such a process in such a process, without end.
  if (Reflect.has(globalThis, scanMark)) throw new LibraryLoadError(library.name, `${library.module} makes a runtime as soon as it is imported. Keep the adapter in a module that only exports its factory.`);
  const progress = new Progress();
  for (let crashes = 0; crashes <= mostCrashes; crashes++) {
    const cut = await scanOnce(library, limits, progress);
    if (cut === undefined || progress.isComplete) return progress.scan;
    if (progress.next === undefined) throw new LibraryLoadError(library.name, cut.reason); // In loading it, so that trying again would not help.
    progress.take({ skipped: { name: progress.next, reason: cut.reason } });
  }
  progress.giveUp(`it was not probed, for ${mostCrashes + 1} functions before it hung or crashed`);
  return progress.scan;
};

/** What is known so far of a library's functions. */
class Progress {
  readonly #functions: ScannedFunction[] = [];
  readonly #skipped: SkippedFunction[] = [];
  #names: readonly string[] | undefined;

  get scan(): LibraryScan {
    return { functions: this.#functions, skipped: this.#skipped };
  }

  get done(): number {
    return this.#functions.length + this.#skipped.length;
  }

  /** The function that is being probed. */
  get next(): string | undefined {
    return this.#names?.[this.done];
  }

  get isComplete(): boolean {
    return this.#names?.length === this.done;
  }

  take(step: ScanStep): void {
    if ("names" in step) this.#names = step.names;
    else if ("found" in step) this.#functions.push(step.found);
    else this.#skipped.push(step.skipped);
  }

  giveUp(reason: string): void {
    for (let { next } = this; next !== undefined; { next } = this) this.#skipped.push({ name: next, reason });
  }
}

/** Goes on with a scan in a new process, until it is finished or the process ends. @throws LibraryLoadError for a library that cannot be scanned at all */
async function scanOnce(library: Library, limits: ScanLimits, progress: Progress): Promise<Cut | undefined> {
  const child = fork(entry, { stdio: "ignore", serialization: "advanced", execArgv: [] });
  try {
    return await followed(child, library, limits, progress);
  } finally {
    child.removeAllListeners("message"); // What is still on its way tells of a function that was given up.
    child.kill("SIGKILL");
  }
}

function followed(child: ChildProcess, { name, module, options }: Library, limits: ScanLimits, progress: Progress): Promise<Cut | undefined> {
  return new Promise((resolve, reject) => {
    // A function is called twice, each with a limit of its own that ends what waits; what holds its thread is ended from here.
    const patienceMs = 2 * limits.timeoutMs + 1000;
    let timer = setTimeout(late, patienceMs);
    function late(): void {
      resolve({ reason: `it did not end within ${patienceMs} ms, and was stopped` });
    }
    child.on("message", (message: ScanMessage) => {
      clearTimeout(timer);
      if ("finished" in message) return resolve(undefined);
      if ("failure" in message) return reject(new LibraryLoadError(name, message.failure));
      progress.take(message.step);
      timer = setTimeout(late, patienceMs);
    });
    child.on("error", (error) => {
      clearTimeout(timer);
      reject(new LibraryLoadError(name, `no process could be started to scan it: ${error.message}`, error));
    });
    child.on("exit", (code, signal) => {
      clearTimeout(timer);
      resolve({ reason: `it ended its process (${signal ?? `code ${code}`})` });
    });
    const request: ScanRequest = { module: module as string, options, limits, done: progress.done };
    try {
      child.send(request, (error) => { if (error !== null) resolve({ reason: `its process could not be told what to do: ${error.message}` }); });
    } catch (error) {
      clearTimeout(timer);
      reject(new LibraryLoadError(name, `what its factory was called with cannot be sent to the process that scans it: ${messageOf(error)} An adapter without "module" is scanned in the host.`, error));
    }
  });
}
