import type { Route } from "../transfer/route.js";

/** A kernel that was not chosen: why it cannot run the call, or what it would cost. */
export interface Alternative {
  readonly kernel: string;
  readonly predictedUs?: number;
  readonly refused?: string;
}

/** A step's place among those that run as one kernel. */
export interface FusedPlace {
  readonly at: number;
  readonly steps: number;
}

/** Which kernel runs a call, how its inputs get there and what that should take; exactly what `run` then does. */
export interface CallPlan {
  readonly key: string;
  /** `cpu:gaussian`, `reference:gaussian`, `openhcs:brightSpots`. */
  readonly kernel: string;
  readonly memoryType: string;
  readonly device: number;
  readonly predictedUs: number;
  /** For a step of a pattern that runs as one kernel with others; the first of them has the predicted time of all. */
  readonly fused?: FusedPlace;
  /** Routes of the inputs, by name; empty ones for inputs that are in place. */
  readonly routes: Readonly<Record<string, Route>>;
  readonly alternatives: readonly Alternative[];
  /** The plan in words. */
  explain(): string;
}

/** A pattern's steps, planned together: the cheapest way through kernels and memory types. */
export interface PatternPlan {
  /** Steps by component; under `""` where the pattern is not by component. */
  readonly components: Readonly<Record<string, readonly CallPlan[]>>;
  readonly predictedUs: number;
  explain(): string;
}
