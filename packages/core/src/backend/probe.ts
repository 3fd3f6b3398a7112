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
  const cached = key === undefined ? undefined : cache.get(key);
  if (cached !== undefined) return cached;
  const verdict = await ask(backend, timeoutMs);
  if (key !== undefined && isAvailable(verdict)) cache.set(key, verdict);
  return verdict;
}

export function isAvailable(verdict: Verdict): verdict is Exclude<Verdict, { reason: string }> {
  return verdict === true || "devices" in verdict;
}

/** A verdict may be kept only for a backend that says which version, and which state of the machine, it belongs to. */
function cacheKey({ name, version, fingerprint }: Backend): string | undefined {
  if (version === undefined || fingerprint === undefined) return undefined;
  try {
    return `${name}@${version}#${fingerprint()}`;
  } catch {
    return undefined; // Without a fingerprint the probe itself is asked, which says what is wrong.
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
  if (verdict === true) return true;
  if (typeof verdict === "object" && verdict !== null) {
    if (Array.isArray((verdict as { devices?: unknown }).devices)) return verdict as Verdict;
    if (typeof (verdict as { reason?: unknown }).reason === "string") return verdict as Verdict;
  }
  return { reason: `its probe answered ${JSON.stringify(verdict)} where true, devices or a reason is due` };
}
