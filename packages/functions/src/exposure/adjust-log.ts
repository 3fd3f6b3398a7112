import { defineFunction } from "@openhcs/core";
import { correctedInput, correctIntensities } from "./unit-correction.js";

/** Intensities on a logarithmic scale. */
export const adjustLog = defineFunction({
  name: "adjustLog",
  documentation: `Puts intensities on a logarithmic scale, which brightens dark regions.

out = gain · scale · log₂(1 + image / scale), or with inv gain · scale · (2^(image / scale) − 1), with scale the largest value of the dtype,
1 for floats; computed in float64, kept in the image's dtype: integers truncate toward zero, and wrap beyond their range.

Black stays black, and with a gain of 1 white stays white. NaN stays NaN; negative values are refused.`,
  category: "exposure",
  tags: ["contrast", "intensity", "elementwise"],
  synonyms: ["logarithmic correction", "log transform", "adjust_log"],
  source: "skimage.exposure.adjust_log 0.19",
  inputs: { image: correctedInput },
  parameters: {
    gain: { type: "number", min: 0, default: 1, description: "Factor of the result." },
    inv: { type: "boolean", default: false, description: "Takes the power of 2 instead, the inverse." },
  },
  outputs: { image: { type: "array", result: "image", description: "The corrected image, in the image's dtype." } },
  elementwise: true,
  contract: "flexible",
  cost: { latencyUs: 20, gbPerSec: 0.05 },
  tolerance: { kind: "allclose", rtol: 1e-6, atol: 1e-6 },
  examples: [{}, { inv: true }, { gain: 0.5 }],
  golden: [{ op: "adjust_log", variant: "skimage", quirk: "results truncate, so that the last bit of a logarithm decides over a grey value" }],
  reference: ({ image }, { gain, inv }) => correctIntensities(image, "adjustLog", (value, scale) => (inv ? 2 ** value - 1 : Math.log2(1 + value)) * scale * gain),
});
