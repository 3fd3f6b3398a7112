import type { Clock } from "../di/tokens.js";
import { isOpenHcsError, messageOf } from "../errors/openhcs-error.js";
import type { FunctionDefinition } from "../function/definition.js";
import { formatKey } from "../function/key.js";
import { AlreadyRegisteredError } from "../registry/registry-errors.js";
import { boundFunction, loadedOnce } from "./bound-function.js";
import { checkLibrary } from "./check-library.js";
import type { Library, SkippedFunction } from "./library.js";
import { keepScan, recallScan, type DatedScan, type ScanCache } from "./scan-cache.js";
import type { LibraryScanner } from "./scan.js";

/** How it stands with one library: what is registered of it, what is not and why. */
export interface LibraryReport {
  /** Its namespace; of a package that brings none, the name of the package. */
  readonly library: string;
  readonly version?: string;
  /** Keys of its functions. */
  readonly functions: readonly string[];
  readonly skipped: readonly SkippedFunction[];
  /** Milliseconds since the epoch; absent where there was no scan. */
  readonly scannedAt?: number;
  /** Whether the scan was one that was kept, so that the library itself was not loaded. */
  readonly fromCache?: boolean;
  /** Why nothing of it can be used. */
  readonly reason?: string;
}

export interface ShelfServices {
  readonly register: (definition: FunctionDefinition, options: { readonly namespace: string; readonly module?: string; readonly version: string; readonly originalName: string }) => string;
  readonly unregister: (key: string) => void;
  /** How scans are made and kept, asked for when there is one to make. */
  readonly scanning: () => { readonly scan: LibraryScanner; readonly cache: ScanCache; readonly clock: Clock; readonly timeoutMs: number };
  /** @throws RuntimeClosedError */
  readonly checkOpen: () => void;
}

export interface AddLibraryOptions {
  /** Scans it anew, whatever is kept. */
  readonly rescan?: boolean;
  /** Package that brings it. */
  readonly module?: string;
}

/** The libraries of a runtime: scanned, or known from an earlier scan, and their functions registered. */
export class LibraryShelf {
  readonly #services: ShelfServices;
  readonly #reports = new Map<string, LibraryReport>();
  readonly #adding = new Set<string>();
  /** Those whose functions are registered. */
  readonly #added = new Map<string, Library>();

  constructor(services: ShelfServices) {
    this.#services = services;
  }

  get reports(): readonly LibraryReport[] {
    return [...this.#reports.values()];
  }

  /** A library that cannot be loaded is reported with the reason. @throws InvalidLibraryError, AlreadyRegisteredError */
  async add(library: Library, { rescan = false, module }: AddLibraryOptions = {}): Promise<LibraryReport> {
    this.#services.checkOpen();
    checkLibrary(library);
    const { name, version } = library;
    const present = this.#reports.get(name);
    if (present !== undefined && this.#added.get(name) === library) return present;
    if (this.#adding.has(name) || this.#added.has(name)) throw new AlreadyRegisteredError("library", name, "remove it first with removeLibrary");
    this.#adding.add(name);
    try {
      const { scan: { functions, skipped }, ...when } = await this.#scan(library, rescan);
      this.#services.checkOpen();
      this.#added.set(name, library);
      return this.#report({ library: name, version, ...this.#register(library, functions, skipped, module), ...when });
    } catch (error) {
      this.#services.checkOpen();
      return this.#report({ library: name, version, functions: [], skipped: [], reason: reasonOf(error) });
    } finally {
      this.#adding.delete(name);
    }
  }

  reportFailure(from: string, error: unknown): void {
    this.#report({ library: from, functions: [], skipped: [], reason: reasonOf(error) });
  }

  /** Whether there was one of this name. */
  remove(name: string): boolean {
    const report = this.#reports.get(name);
    for (const key of report?.functions ?? []) this.#services.unregister(key);
    this.#added.delete(name);
    return this.#reports.delete(name);
  }

  #report(report: LibraryReport): LibraryReport {
    this.#reports.set(report.library, Object.freeze(report));
    return report;
  }

  async #scan(library: Library, rescan: boolean): Promise<DatedScan & { readonly fromCache: boolean }> {
    const { scan, cache, clock, timeoutMs } = this.#services.scanning();
    const kept = rescan ? undefined : await recallScan(library, cache, clock.now());
    if (kept !== undefined) return { ...kept, fromCache: true };
    const fresh = { scan: await scan(library, { timeoutMs }), scannedAt: clock.now() };
    await keepScan(library, fresh, cache);
    return { ...fresh, fromCache: false };
  }

  #register(library: Library, functions: DatedScan["scan"]["functions"], skipped: readonly SkippedFunction[], module: string | undefined): Pick<LibraryReport, "functions" | "skipped"> {
    const { name: namespace, version } = library;
    const loaded = loadedOnce(library);
    const keys: string[] = [];
    const refused: SkippedFunction[] = [];
    for (const { candidate, contract } of functions) {
      const { name } = candidate;
      try {
        const definition = boundFunction(library, candidate, contract, loaded);
        const key = formatKey({ namespace, name: definition.name });
        // Of one library and version, the runtime would take the two for one.
        if (keys.includes(key)) throw new AlreadyRegisteredError("function", key, "the library spells it in two ways");
        keys.push(this.#services.register(definition, { namespace, version, originalName: name, ...(module === undefined ? {} : { module }) }));
      } catch (error) {
        refused.push({ name, reason: reasonOf(error) });
      }
    }
    return { functions: Object.freeze(keys), skipped: Object.freeze([...skipped, ...refused]) };
  }
}

function reasonOf(error: unknown): string {
  return isOpenHcsError(error, "LIBRARY_LOAD") ? error.reason : messageOf(error);
}
