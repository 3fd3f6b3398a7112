import { allocate, defineFunction, dtypeRange, isFloat, NdArray, readNumbers, toFloat16 } from "@openhcs/core";

/** An image with numbers in place of NaN and the infinities. */
export const nanToNum = defineFunction({
  name: "nanToNum",
  documentation: `Puts numbers in the place of NaN and the infinities.

NaN becomes nan, ∞ posinf and -∞ neginf; without these the infinities become the largest and the smallest number of the dtype. All else stays, and so
do images of integers.`,
  category: "arithmetic",
  tags: ["elementwise", "non-finite"],
  synonyms: ["nan_to_num", "replace NaN", "fill missing values", "remove infinities"],
  source: "numpy.nan_to_num",
  inputs: { image: { type: "array", description: "Any number of axes." } },
  parameters: {
    nan: { type: "number", nonFinite: true, default: 0, description: "Value in the place of NaN." },
    posinf: { type: "number", nonFinite: true, optional: true, description: "Value in the place of ∞. Default: the largest number of the dtype." },
    neginf: { type: "number", nonFinite: true, optional: true, description: "Value in the place of -∞. Default: the smallest number of the dtype." },
  },
  outputs: { image: { type: "array", result: "image", description: "Of the same shape and dtype." } },
  elementwise: true,
  cost: { latencyUs: 20, gbPerSec: 0.5 },
  tolerance: { kind: "exact" },
  examples: [{}, { nan: -1, posinf: 1000, neginf: -1000 }],
  golden: [{ op: "nan_to_num", variant: "numpy" }],
  reference({ image }, { nan, posinf = dtypeRange(image.dtype).max, neginf = dtypeRange(image.dtype).min }) {
    if (!isFloat(image.dtype)) return image.copy();
    const source = readNumbers(image) as Float64Array;
    const data = allocate(image.dtype, source.length);
    const encode = image.dtype === "float16" ? toFloat16 : (value: number) => value;
    for (let i = 0; i < data.length; i++) {
      const value = source[i] as number;
      data[i] = encode(Number.isNaN(value) ? nan : value === Infinity ? posinf : value === -Infinity ? neginf : value);
    }
    return new NdArray({ data, shape: image.shape, dtype: image.dtype });
  },
});
