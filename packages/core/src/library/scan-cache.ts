import { contractVersion } from "../backend/contract-version.js";
import type { Awaitable } from "../function/awaitable.js";
import { processingContracts } from "../function/contract.js";
import { sha256 } from "../store/sha256.js";
import type { Library } from "./library.js";
import type { LibraryScan } from "./scan.js";

/** Scans by library, kept between starts as JSON; what a host without such a place leaves out. */
export interface ScanCache {
  get(library: string): Awaitable<unknown>;
  set(library: string, content: unknown): Awaitable<void>;
}

/** A scan with the time at which it was made, in milliseconds since the epoch. */
export interface DatedScan {
  readonly scan: LibraryScan;
  readonly scannedAt: number;
}

const format = 1;
const longestMs = 7 * 24 * 3600 * 1000;

/** The scan that is kept, unless it is damaged, of another version of library, adapter, core or cache, of other options, or older than seven days. */
export async function recallScan(library: Library, cache: ScanCache, now: number): Promise<DatedScan | undefined> {
  try {
    const kept = (await cache.get(library.name)) as Partial<Awaited<ReturnType<typeof keptOf>>> | undefined;
    if (kept === undefined || typeof kept.scannedAt !== "number" || kept.scannedAt > now || now - kept.scannedAt > longestMs) return undefined;
    const { scan, scannedAt } = kept as { readonly scan: LibraryScan; readonly scannedAt: number };
    const expected = await keptOf(library, { scan, scannedAt });
    return kept.format === format && kept.identity === expected.identity && kept.checksum === expected.checksum && isScan(scan) ? { scan, scannedAt } : undefined;
  } catch {
    return undefined; // A cache that does not work costs a scan and nothing else.
  }
}

export async function keepScan(library: Library, dated: DatedScan, cache: ScanCache): Promise<void> {
  try {
    await cache.set(library.name, await keptOf(library, dated));
  } catch {
    // The next start scans again, which costs time and nothing else.
  }
}

async function keptOf({ name, version, module, options, fingerprint }: Library, { scan, scannedAt }: DatedScan) {
  // With a module the options are data, for they are sent to another process; else they may be anything, and the fingerprint tells.
  const identity = [contractVersion, name, version, module === undefined ? "" : JSON.stringify(options), fingerprint?.() ?? ""].join("\n");
  return { format, identity, scannedAt, checksum: await sha256(JSON.stringify([identity, scannedAt, scan])), scan };
}

function isScan({ functions, skipped }: LibraryScan): boolean {
  return functions.every(({ candidate, contract }) => typeof candidate.name === "string" && (contract === undefined || processingContracts.includes(contract)))
    && skipped.every(({ name, reason }) => typeof name === "string" && typeof reason === "string");
}
