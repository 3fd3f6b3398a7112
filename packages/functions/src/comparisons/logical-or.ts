import { defineFunction } from "@openhcs/core";
import { compare, comparison, goldenComparison, type Relation } from "./comparison.js";

const either: Relation = (a, b) => Number(a) !== 0 || Number(b) !== 0;

/** Where one of two masks is true, or both. */
export const logicalOr = defineFunction({
  ...comparison,
  name: "logicalOr",
  documentation: `Tells where one of two masks is true, or both.

a ∨ b. Everything but 0 is true, NaN too. Shapes broadcast.`,
  tags: ["elementwise", "mask", "logic"],
  synonyms: ["or", "union of masks", "logical_or"],
  source: "numpy.logical_or",
  golden: goldenComparison("or_"),
  reference: (inputs, parameters) => compare(either, inputs, parameters),
});
