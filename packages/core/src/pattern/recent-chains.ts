import { sameSpec, type ArraySpec } from "../memory/array-spec.js";
import type { CallOptions } from "../run/call-options.js";
import type { Pattern } from "./pattern.js";
import type { PlannedChain } from "./planned-chain.js";
import { matches, snapshot } from "./snapshot.js";

const mostRemembered = 16;

/** A pattern on one array, without values of the call. */
interface ChainRequest {
  readonly pattern: Pattern;
  readonly spec: ArraySpec;
  /** Those that planning sees. */
  readonly options: CallOptions;
}

type PlannedSteps = Omit<PlannedChain, "image">;

interface Remembered {
  readonly pattern: unknown;
  readonly spec: ArraySpec;
  readonly options: CallOptions;
  readonly planned: PlannedSteps;
}

/**
 * What was planned lately, for patterns that are run again and again on arrays alike.
 *
 * Plans are pure, so that they hold for an equal pattern, an array alike and equal options for as long as nothing changes that they
 * depend on. Patterns are held against what they were, for their owner may change them; those with arrays among the parameters are not kept.
 */
export class RecentChains {
  #epoch: number | undefined;
  #recent: Remembered[] = [];

  /** @param epoch another number whenever plans may come out otherwise; undefined where nobody knows, so that nothing is kept */
  find({ pattern, spec, options }: ChainRequest, epoch: number | undefined): PlannedSteps | undefined {
    if (epoch !== this.#epoch) this.forget();
    this.#epoch = epoch;
    return this.#recent.find((known) => sameSpec(known.spec, spec) && sameOptions(known.options, options) && matches(known.pattern, pattern))?.planned;
  }

  /** After a {@link find} that found nothing. */
  keep({ pattern, spec, options }: ChainRequest, { component, steps, plans, fusions }: PlannedChain): void {
    const kept = this.#epoch === undefined ? undefined : snapshot(pattern);
    if (kept === undefined) return;
    this.#recent = [{ pattern: kept.taken, spec, options, planned: { component, steps, plans, fusions } }, ...this.#recent.slice(0, mostRemembered - 1)];
  }

  forget(): void {
    this.#recent = [];
  }
}

function sameOptions(a: CallOptions, b: CallOptions): boolean {
  const names = Object.keys(a) as (keyof CallOptions)[];
  return names.length === Object.keys(b).length && names.every((name) => Object.is(a[name], b[name]));
}
