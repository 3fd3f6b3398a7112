import type { PlannedCall } from "../plan/planned-call.js";
import type { FusedSteps } from "./fused-steps.js";
import type { WiredStep } from "./wire-chain.js";

/** A chain that is ready to run: checked, wired and planned. */
export interface PlannedChain {
  /** Empty where the pattern is not by component. */
  readonly component: string;
  readonly steps: readonly WiredStep[];
  readonly image: unknown;
  /** By which each step would run alone. */
  readonly plans: readonly PlannedCall[];
  /** Steps that run as one kernel instead. */
  readonly fusions: readonly FusedSteps[];
}

/** The plans of the steps as they will run. */
export function plansAsRun({ plans, fusions }: PlannedChain): readonly PlannedCall[] {
  return plans.map((plan, at) => {
    const fused = fusions.find(({ first, last }) => first <= at && at <= last);
    return fused === undefined ? plan : (fused.plans[at - fused.first] as PlannedCall);
  });
}
