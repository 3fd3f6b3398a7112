import type { Parameters } from "@openhcs/core";
import { numericReduction } from "./reduction.js";

/** What the variance and its root have in common. */
export const deviation = {
  ...numericReduction,
  parameters: {
    ...numericReduction.parameters,
    ddof: { type: "number", default: 0, description: "Delta degrees of freedom: squares are divided by n - ddof. 0 for the population, 1 for a sample." },
  } satisfies Parameters,
  examples: [{}, { axis: 0 }, { axis: [-1], ddof: 1 }],
} as const;
