import type { FunctionDefinition } from "../function/definition.js";

/** A function to run: its key, or the function itself. */
export type StepFunction = string | FunctionDefinition;

/** Parameters of a step; `{ from: "image" }` takes the pattern's input, `{ from: "count" }` an output of an earlier step. */
export type StepParameters = Readonly<Record<string, unknown>>;

export type Step = StepFunction | readonly [StepFunction, StepParameters];

export type Chain = readonly Step[];

/** A function, `[function, parameters]`, a chain of them, or a dictionary of these by component (channel, well, site). */
export type Pattern = Step | Chain | { readonly [component: string]: Step | Chain };
