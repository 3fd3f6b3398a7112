import { allocate, defineFunction, dtypeKind, integerRange, isBigInteger, NdArray, dtypeRange, readNumbers, toFloat16, type Dtype } from "@openhcs/core";

/** An image with its values limited to an interval. */
export const clip = defineFunction({
  name: "clip",
  documentation: `Limits the values of an image to an interval, in its own dtype.

minimum(maximum(x, min), max); where min > max everything becomes max. NaN stays NaN. A bound that an integer dtype cannot hold is truncated
toward zero and saturated.`,
  category: "arithmetic",
  tags: ["elementwise", "range"],
  synonyms: ["clamp", "limit", "truncate intensities"],
  source: "numpy.clip",
  inputs: { image: { type: "array", description: "Any number of axes." } },
  parameters: {
    min: { type: "number", nonFinite: true, optional: true, description: "Lower bound; none where absent." },
    max: { type: "number", nonFinite: true, optional: true, description: "Upper bound; none where absent." },
  },
  outputs: { image: { type: "array", result: "image", description: "Of the same shape and dtype." } },
  elementwise: true,
  check: (_, { min, max }) => min !== undefined || max !== undefined || 'need "min", "max" or both',
  cost: { latencyUs: 20, gbPerSec: 0.35 },
  tolerance: { kind: "exact" },
  examples: [{ min: 0.25, max: 0.75 }, { max: 100 }, { min: 10, max: 5 }],
  golden: [{ op: "clip", variant: "numpy", parameters: { lo: "min", hi: "max" }, quirk: "bounds saturate to the image's dtype, while NumPy widens the dtype to hold them" }],
  reference: ({ image }, { min = -Infinity, max = Infinity }) => {
    const source = readNumbers(image) as ArrayLike<number | bigint>;
    const data = allocate(image.dtype, source.length);
    const [low, high] = [boundIn(image.dtype, min), boundIn(image.dtype, max)] as readonly [number, number];
    const encode = image.dtype === "float16" ? toFloat16 : (value: number) => value;
    for (let i = 0; i < source.length; i++) {
      const value = source[i] as number;
      const raised = value < low ? low : value;
      data[i] = encode(raised > high ? high : raised);
    }
    return new NdArray({ data, shape: image.shape, dtype: image.dtype });
  },
});

/** A bound as an element of the dtype, so that clipping needs no rounding. */
export function boundIn(dtype: Dtype, bound: number): number | bigint {
  if (dtypeKind(dtype) === "float") return bound;
  if (!isBigInteger(dtype)) return Math.min(Math.max(Math.trunc(bound), dtypeRange(dtype).min), dtypeRange(dtype).max);
  const { min, max } = integerRange(dtype);
  if (bound <= Number(min)) return min;
  return bound >= Number(max) ? max : BigInt(Math.trunc(bound));
}
