import { defineFunction } from "@openhcs/core";
import { correctedInput, correctIntensities } from "./unit-correction.js";

/** Contrast raised around a middle intensity. */
export const adjustSigmoid = defineFunction({
  name: "adjustSigmoid",
  documentation: `Raises contrast around a middle intensity, by a sigmoid curve.

out = scale / (1 + exp(gain · (cutoff − image / scale))), or with inv scale less that, with scale the largest value of the dtype, 1 for
floats; computed in float64, kept in the image's dtype: integers truncate toward zero.

Black and white come near to 0 and scale without reaching them; a gain of 0 gives scale / 2 everywhere. NaN stays NaN; negative values are
refused.`,
  category: "exposure",
  tags: ["contrast", "intensity", "elementwise"],
  synonyms: ["sigmoid correction", "contrast adjustment", "adjust_sigmoid"],
  source: "Braun 1999, Image Lightness Rescaling Using Sigmoidal Contrast Enhancement Functions; skimage.exposure.adjust_sigmoid 0.19",
  citations: [{ text: "Braun G J, Fairchild M D (1999). Image lightness rescaling using sigmoidal contrast enhancement functions. J. Electron. Imaging 8(4):380–393." }],
  inputs: { image: correctedInput },
  parameters: {
    cutoff: { type: "number", default: 0.5, description: "Middle intensity, as a fraction of the scale." },
    gain: { type: "number", default: 10, description: "How steep the curve is." },
    inv: { type: "boolean", default: false, description: "Gives the negative." },
  },
  outputs: { image: { type: "array", result: "image", description: "The corrected image, in the image's dtype." } },
  elementwise: true,
  contract: "flexible",
  cost: { latencyUs: 20, gbPerSec: 0.05 },
  tolerance: { kind: "allclose", rtol: 1e-6, atol: 1e-6 },
  examples: [{}, { cutoff: 0.3, gain: 5 }, { inv: true }],
  golden: [{ op: "adjust_sigmoid", variant: "skimage", quirk: "results truncate, so that the last bit of an exponential decides over a grey value" }],
  reference: ({ image }, { cutoff, gain, inv }) => correctIntensities(image, "adjustSigmoid", (value, scale) => {
    const corrected = 1 / (1 + Math.exp(gain * (cutoff - value)));
    return (inv ? 1 - corrected : corrected) * scale;
  }),
});
