import { messageOf } from "../errors/openhcs-error.js";
import type { Backend, Verdict } from "./backend.js";

/** Verdicts by machine, kept between starts; what a host without such a place leaves out. */
export interface ProbeCache {
  get(key: string): Verdict | undefined;
  set(key: string, verdict: Verdict): void;
}

export interface ProbeOptions {
  readonly cache: ProbeCache;
  readonly timeoutMs: number;
}

/** Asks a backend whether it can be used here. Never throws and never waits longer than the time limit. */
export async function probe(backend: Backend, { cache, timeoutMs }: ProbeOptions): Promise<Verdict> {
  const key = cacheKey(backend);
  const kept = key === undefined ? undefined : recall(key, cache);
  if (kept !== undefined) return kept;
  const verdict = await ask(backend, timeoutMs);
  if (key !== undefined && isAvailable(verdict)) keep(key, verdict, cache);
  return verdict;
}

export function isAvailable(verdict: Verdict): verdict is Exclude<Verdict, { reason: string }> {
  return verdict === true || "devices" in verdict;
}

/** A verdict may be kept only for a backend that says which version, and which state of the machine, it belongs to. */
function cacheKey(backend: Backend): string | undefined {
  const { name, version } = backend;
  if (version === undefined || backend.fingerprint === undefined) return undefined;
  try {
    return `${name}@${version}#${backend.fingerprint()}`;
  } catch {
    return undefined; // Without a fingerprint the probe itself is asked, which says what is wrong.
  }
}

/** What is kept, unless it is damaged: then the backend is asked, as it is where the cache does not work. */
function recall(key: string, cache: ProbeCache): Verdict | undefined {
  try {
    const kept: unknown = cache.get(key);
    return isVerdict(kept) ? kept : undefined;
  } catch {
    return undefined;
  }
}

function keep(key: string, verdict: Verdict, cache: ProbeCache): void {
  try {
    cache.set(key, verdict);
  } catch {
    // The next start asks again, which costs time and nothing else.
  }
}

async function ask(backend: Backend, timeoutMs: number): Promise<Verdict> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<Verdict>((resolve) => {
    timer = setTimeout(resolve, timeoutMs, { reason: `its probe did not answer within ${timeoutMs} ms` });
  });
  try {
    return checkVerdict(await Promise.race([backend.probe(), late]));
  } catch (error) {
    return { reason: `its probe failed: ${messageOf(error)}` };
  } finally {
    clearTimeout(timer);
  }
}

function checkVerdict(verdict: unknown): Verdict {
  return isVerdict(verdict) ? verdict : { reason: `its probe answered ${JSON.stringify(verdict)} where true, devices or a reason is due` };
}

function isVerdict(value: unknown): value is Verdict {
  if (typeof value !== "object" || value === null) return value === true;
  const { devices, reason } = value as { readonly devices?: unknown; readonly reason?: unknown };
  return Array.isArray(devices) || typeof reason === "string";
}
