import { defineFunction } from "@openhcs/core";
import { compare, comparison, goldenComparison, type Relation } from "./comparison.js";

const differ: Relation = (a, b) => !(a <= b) || a < b;

/** Where two images differ, or an image from a number. */
export const notEqual = defineFunction({
  ...comparison,
  name: "notEqual",
  documentation: `Tells where two images differ, or where an image differs from a number.

a ≠ b. NaN differs from everything, itself too. Values are compared exactly, whatever their dtypes, 64-bit integers too; a number beside a float image
is rounded to its dtype first. Shapes broadcast.`,
  tags: ["elementwise", "mask"],
  synonyms: ["differs", "!=", "ne", "not_equal"],
  source: "numpy.not_equal",
  golden: goldenComparison("ne"),
  reference: (inputs, parameters) => compare(differ, inputs, parameters),
});
