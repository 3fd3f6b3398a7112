import type { Dtype } from "@openhcs/core";
import type { Body } from "./body.js";

/** Where a step of a chain has an array from: one that the kernel is given, or an earlier step, by index. */
export type ChainInput = { readonly outer: number } | { readonly step: number };

export interface ChainStep {
  readonly body: Body;
  /** By the names that the body gives them. */
  readonly inputs: Readonly<Record<string, ChainInput>>;
  /** What its result becomes, saturated. */
  readonly dtype: Dtype;
}

/** Elementwise steps that one kernel makes, the last of which gives the result. */
export interface Chain {
  /** Dtypes of the arrays that the kernel is given. */
  readonly outer: readonly Dtype[];
  readonly steps: readonly ChainStep[];
}

/** Dtype of what flows into a step. */
export function dtypeOf({ outer, steps }: Chain, input: ChainInput): Dtype {
  return "outer" in input ? outer[input.outer] as Dtype : (steps[input.step] as ChainStep).dtype;
}
