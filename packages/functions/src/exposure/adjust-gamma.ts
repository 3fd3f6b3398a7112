import { defineFunction, NdArray } from "@openhcs/core";
import { numbersOf, type Numbers } from "../neighborhood/elements.js";
import { correctedInput, correctIntensities } from "./unit-correction.js";

/** Intensities raised to a power: gamma correction. */
export const adjustGamma = defineFunction({
  name: "adjustGamma",
  documentation: `Raises intensities to a power, which brightens (gamma < 1) or darkens (gamma > 1) what lies between black and white.

out = gain · scale · (image / scale)^gamma with scale the largest value of the dtype, 1 for floats; computed in float64, kept in the image's
dtype: integers truncate toward zero. uint8 results end at 255; wider integers beyond their range wrap.

Black stays black for a gamma above 0; a gamma of 0 gives gain · scale everywhere. NaN stays NaN (but for a gamma of 0); negative values are
refused.`,
  category: "exposure",
  tags: ["contrast", "intensity", "elementwise"],
  synonyms: ["gamma correction", "power law transform", "adjust_gamma"],
  source: "skimage.exposure.adjust_gamma 0.19",
  inputs: { image: correctedInput },
  parameters: {
    gamma: { type: "number", min: 0, default: 1, description: "Exponent." },
    gain: { type: "number", min: 0, default: 1, description: "Factor of the result." },
  },
  outputs: { image: { type: "array", result: "image", description: "The corrected image, in the image's dtype." } },
  elementwise: true,
  contract: "flexible",
  cost: { latencyUs: 20, gbPerSec: 0.05 },
  tolerance: { kind: "allclose", rtol: 1e-6, atol: 1e-6 },
  examples: [{ gamma: 0.5 }, { gamma: 2.2 }, { gamma: 1.5, gain: 0.8 }],
  golden: [{
    op: "gamma", variant: "skimage",
    quirk: "results truncate, so that the last bit of a power, which differs between machines, decides over a grey value",
  }],
  reference({ image }, { gamma, gain }) {
    if (image.dtype === "uint8") return new NdArray({ data: byTable(numbersOf(image), gamma, gain), shape: image.shape, dtype: "uint8" });
    return correctIntensities(image, "adjustGamma", (value, scale) => power(value, gamma) * scale * gain);
  },
});

/** In the peer's order of steps, because results truncate. */
function byTable(values: Numbers, gamma: number, gain: number): Uint8Array {
  const table = Uint8Array.from({ length: 256 }, (_, value) => Math.min(255, 255 * gain * power(value === 255 ? 1 : value * (1 / 255), gamma)));
  return Uint8Array.from(values, (value) => table[value] as number);
}

/** As NumPy, which takes roots and squares where it can. */
function power(value: number, gamma: number): number {
  if (gamma === 1) return value;
  if (gamma === 2) return value * value;
  return gamma === 0.5 ? Math.sqrt(value) : value ** gamma;
}
