/** Dtype of an image result: that of the first input array, whatever the body returned, or a given one. */
export const dtypeConversions = ["preserve", "native", "uint8", "uint16", "int16", "int32", "float32", "float64"] as const;
export type DtypeConversion = (typeof dtypeConversions)[number];

/**
 * How a float result becomes an integer.
 *
 * `saturate`: round half to even, clamp, NaN is 0. `range`: [0, 1] spans the target's full range, clipped, rounded half to even.
 * `minmax`: the data's own range spans the target's, bit-compatible with OpenHCS; unfit for intensities and labels.
 * `wrap`: truncate, modulo 2ⁿ.
 */
export const scalingPolicies = ["saturate", "range", "minmax", "wrap"] as const;
export type ScalingPolicy = (typeof scalingPolicies)[number];
