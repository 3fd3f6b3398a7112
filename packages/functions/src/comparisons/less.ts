import { defineFunction } from "@openhcs/core";
import { compare, comparison, goldenComparison, type Relation } from "./comparison.js";

const isBelow: Relation = (a, b) => a < b;

/** Where an image is below another, or below a number. */
export const less = defineFunction({
  ...comparison,
  name: "less",
  documentation: `Tells where an image is below another, or below a number.

a < b, false where either is NaN. Values are compared exactly, whatever their dtypes, 64-bit integers too; a number beside a float image is rounded to
its dtype first. Shapes broadcast.`,
  tags: ["elementwise", "mask"],
  synonyms: ["<", "lt", "below", "smaller"],
  source: "numpy.less",
  golden: goldenComparison("lt"),
  reference: (inputs, parameters) => compare(isBelow, inputs, parameters),
});
