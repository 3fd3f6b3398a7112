import type { Clock } from "../di/tokens.js";
import type { Cost } from "../transfer/cost.js";

/** Work that was timed: how long it took for so many bytes. */
export interface Timing {
  readonly bytes: number;
  readonly us: number;
}

const mostRuns = 5;

/** Median of a few runs after one that warms up, which stands alone where it takes longer than the limit. */
export async function timed(clock: Clock, limitUs: number, run: () => Promise<number>): Promise<number> {
  const firstUs = await run();
  const runs: number[] = [];
  for (const startUs = clock.monotonicUs(); runs.length < mostRuns && clock.monotonicUs() - startUs + firstUs < limitUs;) runs.push(await run());
  return runs.length === 0 ? firstUs : (runs.sort((a, b) => a - b)[Math.floor(runs.length / 2)] as number);
}

/** The cost through two timings; what takes no longer for more bytes touches none. From one alone, all of it is the rate. */
export function fitCost(small: Timing, large: Timing | undefined): Cost {
  if (large === undefined) return { latencyUs: 0, gbPerSec: rate(small.bytes, small.us) };
  const gbPerSec = rate(large.bytes - small.bytes, large.us - small.us);
  return { latencyUs: Math.max(0, gbPerSec === Infinity ? Math.min(small.us, large.us) : small.us - small.bytes / (gbPerSec * 1000)), gbPerSec };
}

function rate(bytes: number, us: number): number {
  return us > 0 && bytes > 0 ? bytes / (us * 1000) : Infinity;
}
