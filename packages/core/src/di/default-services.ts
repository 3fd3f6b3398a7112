import type { BackendFinder } from "../backend/backend-source.js";
import { BackendLoadError } from "../backend/backend-errors.js";
import { provide, type Service } from "./container.js";
import { BACKEND_FINDER, CLOCK, EVENT_SINK, LOGGER, PROBE_CACHE, type Clock, type Logger } from "./tokens.js";

const consoleLogger: Logger = {
  warn: (message, error) => (error === undefined ? console.warn(message) : console.warn(message, error)),
  debug: () => {},
};

const systemClock: Clock = {
  now: () => Date.now(),
  monotonicUs: () => performance.now() * 1000,
};

/** Without a platform there are no packages to look through. */
const noFinder: BackendFinder = {
  load: (packageName) => Promise.reject(new BackendLoadError(packageName, "this host gives no way to load packages; pass the backend as a value.")),
  installed: () => Promise.resolve([]),
};

export const defaultServices: readonly Service[] = [
  provide(LOGGER, consoleLogger),
  provide(CLOCK, systemClock),
  provide(PROBE_CACHE, { get: () => undefined, set: () => {} }),
  provide(BACKEND_FINDER, noFinder),
  provide(EVENT_SINK, () => {}),
];
