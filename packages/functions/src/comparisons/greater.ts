import { defineFunction } from "@openhcs/core";
import { compare, comparison, goldenComparison, type Relation } from "./comparison.js";

const isAbove: Relation = (a, b) => a > b;

/** Where an image is above another, or above a number. */
export const greater = defineFunction({
  ...comparison,
  name: "greater",
  documentation: `Tells where an image is above another, or above a number.

a > b, false where either is NaN. Values are compared exactly, whatever their dtypes, 64-bit integers too; a number beside a float image is rounded to
its dtype first. Shapes broadcast. applyThreshold compares with a threshold alone.`,
  tags: ["elementwise", "mask"],
  synonyms: [">", "gt", "above", "larger"],
  source: "numpy.greater",
  golden: goldenComparison("gt"),
  reference: (inputs, parameters) => compare(isAbove, inputs, parameters),
});
