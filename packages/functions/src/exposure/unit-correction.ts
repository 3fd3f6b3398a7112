import { dtypeRange, InvalidArgumentError, isFloat, NdArray } from "@openhcs/core";
import { allocateNumbers, imageDtypes, numbersOf, truncatedTo } from "../neighborhood/elements.js";

/** The image of corrections that need intensities of 0 and more. */
export const correctedInput = { type: "array", dtypes: imageDtypes.filter((dtype) => dtype !== "bool"), description: "Any number of axes; values of 0 and more." } as const;

/**
 * Each value divided by the largest of its dtype (floats: by 1), corrected, multiplied again, and truncated to the image's dtype.
 *
 * @param correct from [0, 1] and the scale to the result
 * @throws InvalidArgumentError where a value is negative
 */
export function correctIntensities(image: NdArray, functionName: string, correct: (value: number, scale: number) => number): NdArray {
  const values = numbersOf(image);
  const scale = isFloat(image.dtype) ? 1 : dtypeRange(image.dtype).max;
  const target = allocateNumbers(isFloat(image.dtype) ? image.dtype : "float64", values.length);
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (value < 0) throw negativeError(functionName, value);
    target[i] = correct(value / scale, scale);
  }
  return new NdArray({ data: truncatedTo(image.dtype, target), shape: image.shape, dtype: image.dtype });
}

/** What images with a negative value are refused with. */
export function negativeError(functionName: string, value: number): InvalidArgumentError {
  return new InvalidArgumentError(functionName, "image", "must have no negative values; rescale it first", value);
}
