import { defineFunction } from "@openhcs/core";
import { compare, comparison, goldenComparison, type Relation } from "./comparison.js";

const oneOnly: Relation = (a, b) => (Number(a) !== 0) !== (Number(b) !== 0);

/** Where exactly one of two masks is true. */
export const logicalXor = defineFunction({
  ...comparison,
  name: "logicalXor",
  documentation: `Tells where exactly one of two masks is true.

a ⊻ b. Everything but 0 is true, NaN too. Shapes broadcast.`,
  tags: ["elementwise", "mask", "logic"],
  synonyms: ["xor", "exclusive or", "logical_xor", "symmetric difference"],
  source: "numpy.logical_xor",
  golden: goldenComparison("xor"),
  reference: (inputs, parameters) => compare(oneOnly, inputs, parameters),
});
