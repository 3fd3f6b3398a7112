import type { FunctionReference } from "../function/entry.js";

/** Parameters of a step; `{ from: "image" }` takes the pattern's input, `{ from: "count" }` an output of an earlier step. */
export type StepParameters = Readonly<Record<string, unknown>>;

export type Step = FunctionReference | readonly [FunctionReference, StepParameters];

export type Chain = readonly Step[];

/** A function, `[function, parameters]`, a chain of them, or a dictionary of these by component (channel, well, site). */
export type Pattern = Step | Chain | { readonly [component: string]: Step | Chain };
