import { BackendLoadError } from "../backend/backend-errors.js";
import { memoryCostBook } from "../calibration/cost-book.js";
import { LibraryLoadError } from "../library/library-errors.js";
import { scanHere } from "../library/scan.js";
import type { PackageFinder } from "../packages/package-finder.js";
import { provide, provideFactory, type Service } from "./container.js";
import { BACKEND_FINDER, CLOCK, COST_BOOK, EVENT_SINK, LIBRARY_FINDER, LIBRARY_SCANNER, LOGGER, PROBE_CACHE, SCAN_CACHE, type Clock, type Logger } from "./tokens.js";

const consoleLogger: Logger = {
  warn: (message, error) => (error === undefined ? console.warn(message) : console.warn(message, error)),
  debug: () => {},
};

const systemClock: Clock = {
  now: () => Date.now(),
  monotonicUs: () => performance.now() * 1000,
};

/** Without a platform there are no packages to look through. */
function noFinder(refusal: (packageName: string) => Error): PackageFinder {
  return { load: (packageName) => Promise.reject(refusal(packageName)), installed: () => Promise.resolve([]) };
}

const noBackends = noFinder((name) => new BackendLoadError(name, "this host gives no way to load packages; pass the backend as a value."));
const noLibraries = noFinder((name) => new LibraryLoadError(name, "this host gives no way to load packages; pass the library as a value."));

export const defaultServices: readonly Service[] = [
  provide(LOGGER, consoleLogger),
  provide(CLOCK, systemClock),
  provide(PROBE_CACHE, { get: () => undefined, set: () => {} }),
  provideFactory(COST_BOOK, memoryCostBook),
  provide(BACKEND_FINDER, noBackends),
  provide(LIBRARY_FINDER, noLibraries),
  provide(LIBRARY_SCANNER, scanHere),
  provide(SCAN_CACHE, { get: () => undefined, set: () => {} }),
  provide(EVENT_SINK, () => {}),
];
