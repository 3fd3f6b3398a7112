import { dtypeRange, isInteger, type NdArray } from "@openhcs/core";
import { numbersOf, type Numbers } from "../neighborhood/elements.js";

/** Integers as `skimage.util.img_as_float` has them: the most negative value gives −1 too. */
export function toUnitRange(source: Numbers, scale: number, target: Numbers): Numbers {
  for (let i = 0; i < source.length; i++) target[i] = Math.max(-1, (source[i] as number) * scale);
  return target;
}

/** An image's values on which scikit-image computes: integers in [0, 1], signed ones in [−1, 1], floats and bool as they are. */
export function unitRangeOf(image: NdArray): Numbers {
  const source = numbersOf(image);
  return isInteger(image.dtype) ? toUnitRange(source, 1 / dtypeRange(image.dtype).max, new Float64Array(source.length)) : source;
}
