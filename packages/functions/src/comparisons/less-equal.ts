import { defineFunction } from "@openhcs/core";
import { compare, comparison, goldenComparison, type Relation } from "./comparison.js";

const isAtMost: Relation = (a, b) => a <= b;

/** Where an image is not above another, or a number. */
export const lessEqual = defineFunction({
  ...comparison,
  name: "lessEqual",
  documentation: `Tells where an image is below another or equal to it, or to a number.

a ≤ b, false where either is NaN. Values are compared exactly, whatever their dtypes, 64-bit integers too; a number beside a float image is rounded to
its dtype first. Shapes broadcast.`,
  tags: ["elementwise", "mask"],
  synonyms: ["<=", "le", "at most", "less_equal"],
  source: "numpy.less_equal",
  golden: goldenComparison("le"),
  reference: (inputs, parameters) => compare(isAtMost, inputs, parameters),
});
