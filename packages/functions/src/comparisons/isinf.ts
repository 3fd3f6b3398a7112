import { defineFunction } from "@openhcs/core";
import { goldenPredicate, maskWhere, predicate, type Predicate } from "./predicate.js";

const isInfinite: Predicate = (a) => a === Infinity || a === -Infinity;

/** Where an image is infinite. */
export const isinf = defineFunction({
  ...predicate,
  name: "isinf",
  documentation: `Tells where an image is infinite.

True for ∞ and -∞; false for NaN and for all integers.`,
  tags: ["elementwise", "mask", "non-finite"],
  synonyms: ["isInfinite", "infinite", "overflown pixels"],
  source: "numpy.isinf",
  golden: goldenPredicate("isinf"),
  reference: (inputs) => maskWhere(isInfinite, inputs),
});
