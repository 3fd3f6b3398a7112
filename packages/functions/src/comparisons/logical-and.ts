import { defineFunction } from "@openhcs/core";
import { compare, comparison, goldenComparison, type Relation } from "./comparison.js";

const both: Relation = (a, b) => Number(a) !== 0 && Number(b) !== 0;

/** Where two masks are both true. */
export const logicalAnd = defineFunction({
  ...comparison,
  name: "logicalAnd",
  documentation: `Tells where two masks are both true.

a ∧ b. Everything but 0 is true, NaN too. Shapes broadcast.`,
  tags: ["elementwise", "mask", "logic"],
  synonyms: ["and", "intersection of masks", "logical_and", "apply mask"],
  source: "numpy.logical_and",
  golden: goldenComparison("and_"),
  reference: (inputs, parameters) => compare(both, inputs, parameters),
});
