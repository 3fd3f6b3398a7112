import { defineFunction, NdArray } from "@openhcs/core";
import { imageDtypes, numbersOf } from "../neighborhood/elements.js";

/** A mask of what is brighter than a threshold. */
export const applyThreshold = defineFunction({
  name: "applyThreshold",
  documentation: `Marks what is brighter than a threshold.

out = image > threshold, compared as numbers, so that a fractional threshold works on integers. What equals the threshold is background,
and so is NaN.`,
  category: "thresholds",
  tags: ["segmentation", "mask", "elementwise"],
  synonyms: ["binarize", "mask", "foreground", "greater", "apply_threshold"],
  source: "numpy.greater",
  inputs: { image: { type: "array", dtypes: imageDtypes, description: "Any number of axes." } },
  parameters: { threshold: { type: "number", description: "Intensity that foreground exceeds." } },
  outputs: { mask: { type: "array", result: "mask", description: "1 where the image exceeds the threshold." } },
  elementwise: true,
  contract: "flexible",
  cost: { latencyUs: 5, gbPerSec: 0.3 },
  tolerance: { kind: "exact" },
  examples: [{ threshold: 0.5 }, { threshold: 120 }, { threshold: -3 }],
  golden: [{ op: "apply_threshold", variant: "numpy" }],
  reference: ({ image }, { threshold }) => maskAbove(image, threshold),
});

/** A bool array: 1 where the image exceeds the threshold. */
export function maskAbove(image: NdArray, threshold: number): NdArray {
  const values = numbersOf(image);
  const data = new Uint8Array(values.length);
  for (let i = 0; i < values.length; i++) data[i] = (values[i] as number) > threshold ? 1 : 0;
  return new NdArray({ data, shape: image.shape, dtype: "bool" });
}
