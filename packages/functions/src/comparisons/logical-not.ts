import { defineFunction } from "@openhcs/core";
import { goldenPredicate, maskWhere, predicate, type Predicate } from "./predicate.js";

const isZero: Predicate = (a) => Number(a) === 0;

/** Where a mask is not true. */
export const logicalNot = defineFunction({
  ...predicate,
  name: "logicalNot",
  documentation: `Tells where a mask is not true.

¬x: true for 0 and -0, false for everything else, NaN too.`,
  tags: ["elementwise", "mask", "logic"],
  synonyms: ["not", "complement of a mask", "logical_not", "invert mask"],
  source: "numpy.logical_not",
  golden: goldenPredicate("logical_not"),
  reference: (inputs) => maskWhere(isZero, inputs),
});
