import type { InjectionToken } from "tsyringe";
import type { Backend } from "../backend/backend.js";
import type { ProbeCache } from "../backend/probe.js";
import type { CostBook } from "../calibration/cost-book.js";
import type { LibraryScanner } from "../library/scan.js";
import type { ScanCache } from "../library/scan-cache.js";
import type { PackageFinder } from "../packages/package-finder.js";
import type { CallPlanner } from "../plan/planner.js";
import type { EventSink } from "../runtime/events.js";

/** Names a service; the same token across copies of this package. */
export type Token<T> = InjectionToken<T>;

export const token = <T>(name: string): Token<T> => Symbol.for(`openhcs.${name}`) as unknown as Token<T>;

export interface Logger {
  warn(message: string, error?: unknown): void;
  debug(message: string): void;
}

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Microseconds of a clock that never goes back. */
  monotonicUs(): number;
}

export const LOGGER = token<Logger>("logger");
export const CLOCK = token<Clock>("clock");
/** Where verdicts of probes are kept between starts. */
export const PROBE_CACHE = token<ProbeCache>("probe-cache");
/** Measured costs, and where they are kept between starts. */
export const COST_BOOK = token<CostBook>("cost-book");
/** Finds packages that bring backends. */
export const BACKEND_FINDER = token<PackageFinder>("backend-finder");
/** Finds packages that bring library adapters. */
export const LIBRARY_FINDER = token<PackageFinder>("library-finder");
/** Scans libraries; where the platform can, in a process that may hang or crash without harm. */
export const LIBRARY_SCANNER = token<LibraryScanner>("library-scanner");
/** Where scans of libraries are kept between starts. */
export const SCAN_CACHE = token<ScanCache>("scan-cache");
/** Receives every event of the runtime besides its listeners. */
export const EVENT_SINK = token<EventSink>("event-sink");
/** Chooses kernels and routes. */
export const PLANNER = token<CallPlanner>("planner");
/** The planner that the runtime would have, for one that wraps it. */
export const DEFAULT_PLANNER = token<CallPlanner>("default-planner");
/** The backends in use at the moment of asking. */
export const BACKENDS = token<readonly Backend[]>("backends");
