import { messageOf } from "../errors/openhcs-error.js";
import { display } from "../function/display.js";
import type { ProcessingContract } from "../function/contract.js";
import { boundFunction, loadedOnce, type Loaded } from "./bound-function.js";
import type { Library, LibraryCandidate, SkippedFunction } from "./library.js";
import { notPlain } from "./plain-data.js";
import { contractOf, tryFunction } from "./trials.js";

/** A function that was found, with the contract that it declares or that probing showed. */
export interface ScannedFunction {
  readonly candidate: LibraryCandidate;
  readonly contract?: ProcessingContract;
}

/** What a library has to offer: plain data. */
export interface LibraryScan {
  readonly functions: readonly ScannedFunction[];
  /** What is not registered, each with the reason. */
  readonly skipped: readonly SkippedFunction[];
}

export interface ScanLimits {
  /** How long loading the library, or probing one function with one shape, may take. */
  readonly timeoutMs: number;
}

/** @throws when the library cannot be loaded or looked through */
export type LibraryScanner = (library: Library, limits: ScanLimits) => Promise<LibraryScan>;

/** A scan as it goes on: first the names of all that will be looked at, then what became of each, in this order. */
export type ScanStep = { readonly names: readonly string[] } | { readonly found: ScannedFunction } | { readonly skipped: SkippedFunction };

/** In this process: a function that never gives its thread back takes the host with it. */
export const scanHere: LibraryScanner = async (library, limits) => {
  const functions: ScannedFunction[] = [];
  const skipped: SkippedFunction[] = [];
  for await (const step of scanSteps(library, limits)) {
    if ("found" in step) functions.push(step.found);
    if ("skipped" in step) skipped.push(step.skipped);
  }
  return { functions, skipped };
};

/** @param done how many of the functions to leave out, in the order of the library's scan: those of which the outcome is known */
export async function* scanSteps(library: Library, { timeoutMs }: ScanLimits, done = 0): AsyncGenerator<ScanStep, void> {
  const loaded = loadedOnce(library);
  const candidates: unknown = await library.scan(await loaded());
  checkCandidates(candidates);
  yield { names: candidates.map(({ name }) => name) };
  for (const candidate of candidates.slice(done)) yield "reason" in candidate ? { skipped: candidate } : await outcome(library, candidate, loaded, timeoutMs);
}

/** Whoever wrote the adapter may have done so without types. */
function checkCandidates(candidates: unknown): asserts candidates is readonly (LibraryCandidate | SkippedFunction)[] {
  if (!Array.isArray(candidates)) throw new TypeError(`"scan" must give a list, received ${display(candidates)}`);
  const odd = candidates.findIndex((candidate: unknown) => typeof candidate !== "object" || candidate === null || typeof (candidate as { name?: unknown }).name !== "string");
  if (odd >= 0) throw new TypeError(`"scan" must give objects with a name, received ${display(candidates[odd])} at ${odd}`);
}

/** What one function is. Whatever is wrong with it is a reason to leave it out, and never the end of the scan. */
async function outcome(library: Library, candidate: LibraryCandidate, loaded: Loaded, timeoutMs: number): Promise<ScanStep> {
  const { name } = candidate;
  try {
    const path = notPlain(candidate);
    if (path !== undefined) return { skipped: { name, reason: `its description holds at "${path}" what JSON cannot hold` } };
    if (candidate.memoryType !== undefined && candidate.contract === undefined) return { skipped: { name, reason: "it is probed on host arrays alone: with a memory type it must declare its contract" } };
    const definition = boundFunction(library, candidate, undefined, loaded);
    const contract = candidate.contract ?? contractOf(await tryFunction(definition, timeoutMs));
    return typeof contract === "string" ? { found: { candidate, contract } } : { skipped: { name, reason: contract.reason } };
  } catch (error) {
    return { skipped: { name, reason: messageOf(error) } };
  }
}
