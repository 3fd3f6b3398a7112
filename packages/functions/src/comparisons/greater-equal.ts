import { defineFunction } from "@openhcs/core";
import { compare, comparison, goldenComparison, type Relation } from "./comparison.js";

const isAtLeast: Relation = (a, b) => a >= b;

/** Where an image is not below another, or a number. */
export const greaterEqual = defineFunction({
  ...comparison,
  name: "greaterEqual",
  documentation: `Tells where an image is above another or equal to it, or to a number.

a ≥ b, false where either is NaN. Values are compared exactly, whatever their dtypes, 64-bit integers too; a number beside a float image is rounded to
its dtype first. Shapes broadcast.`,
  tags: ["elementwise", "mask"],
  synonyms: [">=", "ge", "at least", "greater_equal"],
  source: "numpy.greater_equal",
  golden: goldenComparison("ge"),
  reference: (inputs, parameters) => compare(isAtLeast, inputs, parameters),
});
