import type { Clock } from "../di/tokens.js";
import type { Cost } from "../transfer/cost.js";

/** Work that was timed: how long it took for so many bytes. */
export interface Timing {
  readonly bytes: number;
  readonly us: number;
}

const mostRuns = 7;

/** Median of a few runs, of as many as end within the limit and of one at least, after one that warms up; with no time at all of that one alone. */
export async function timed(clock: Clock, limitUs: number, run: () => Promise<number>): Promise<number> {
  const firstUs = await run();
  if (limitUs === 0) return firstUs;
  const startUs = clock.monotonicUs();
  const runs = [await run()];
  while (runs.length < mostRuns && clock.monotonicUs() - startUs < limitUs) runs.push(await run());
  return runs.sort((a, b) => a - b)[Math.floor(runs.length / 2)] as number;
}

/**
 * The cost through two timings; from one alone, all of it is the rate.
 *
 * What took no longer for more bytes touches none if it `mayShare` them; else it was too quick to tell, and the rate is that of the larger.
 */
export function fitCost(small: Timing, large: Timing | undefined, { mayShare = false }: { readonly mayShare?: boolean } = {}): Cost {
  if (large === undefined) return { latencyUs: 0, gbPerSec: rate(small.bytes, small.us) };
  const slope = rate(large.bytes - small.bytes, large.us - small.us);
  if (slope === Infinity && mayShare) return { latencyUs: Math.min(small.us, large.us), gbPerSec: Infinity };
  const gbPerSec = slope === Infinity ? rate(large.bytes, large.us) : slope;
  return { latencyUs: Math.max(0, small.us - small.bytes / (gbPerSec * 1000)), gbPerSec };
}

function rate(bytes: number, us: number): number {
  return us > 0 && bytes > 0 ? bytes / (us * 1000) : Infinity;
}
