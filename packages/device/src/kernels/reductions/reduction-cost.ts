/** Declared cost of reductions, which read every element once and wait for one number. */
export const reductionCost = { latencyUs: 80, gbPerSec: 5 } as const;
