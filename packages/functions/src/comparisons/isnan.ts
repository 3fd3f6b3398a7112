import { defineFunction } from "@openhcs/core";
import { goldenPredicate, maskWhere, predicate, type Predicate } from "./predicate.js";

const isNan: Predicate = (a) => Number.isNaN(a);

/** Where an image is not a number. */
export const isnan = defineFunction({
  ...predicate,
  name: "isnan",
  documentation: `Tells where an image is not a number.

True for NaN alone; false for infinities and for all integers.`,
  tags: ["elementwise", "mask", "non-finite"],
  synonyms: ["isNaN", "missing values", "invalid pixels"],
  source: "numpy.isnan",
  golden: goldenPredicate("isnan"),
  reference: (inputs) => maskWhere(isNan, inputs),
});
