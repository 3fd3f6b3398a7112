import { defineFunction } from "@openhcs/core";
import { goldenPredicate, maskWhere, predicate, type Predicate } from "./predicate.js";

const isFiniteNumber: Predicate = (a) => typeof a === "bigint" || Number.isFinite(a);

/** Where an image is a finite number. */
export const isfinite = defineFunction({
  ...predicate,
  name: "isfinite",
  documentation: `Tells where an image is a finite number.

False for NaN and the infinities; true for all integers.`,
  tags: ["elementwise", "mask", "non-finite"],
  synonyms: ["isFinite", "valid pixels", "finite"],
  source: "numpy.isfinite",
  golden: goldenPredicate("isfinite"),
  reference: (inputs) => maskWhere(isFiniteNumber, inputs),
});
