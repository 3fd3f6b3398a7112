import { defineFunction } from "@openhcs/core";
import { compare, comparison, goldenComparison, type Relation } from "./comparison.js";

const areEqual: Relation = (a, b) => a <= b && !(a < b);

/** Where two images are equal, or an image equals a number. */
export const equal = defineFunction({
  ...comparison,
  name: "equal",
  documentation: `Tells where two images are equal, or where an image equals a number.

a = b. NaN equals nothing, 0 equals -0. Values are compared exactly, whatever their dtypes, 64-bit integers too; a number beside a float image is
rounded to its dtype first. Shapes broadcast.`,
  tags: ["elementwise", "mask"],
  synonyms: ["same", "==", "eq", "isequal"],
  source: "numpy.equal",
  golden: goldenComparison("eq"),
  reference: (inputs, parameters) => compare(areEqual, inputs, parameters),
});
