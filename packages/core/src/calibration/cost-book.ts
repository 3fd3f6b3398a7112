import type { Awaitable } from "../function/awaitable.js";
import type { Cost } from "../transfer/cost.js";

/** Measured costs of this machine by what was measured. Plans look into it all the time, so that what is kept elsewhere is read once. */
export interface CostBook {
  get(key: string): Cost | undefined;
  /** Adds what was measured, in place of earlier measurements. */
  put(costs: ReadonlyMap<string, Cost>): Awaitable<void>;
}

/** Costs that last as long as the runtime. */
export function memoryCostBook(): CostBook {
  const costs = new Map<string, Cost>();
  return {
    get: (key) => costs.get(key),
    put: (measured) => { for (const [key, cost] of measured) costs.set(key, cost); },
  };
}
