import { isInteger, NdArray, saturate, type Dtype } from "@openhcs/core";
import type { Numbers } from "../neighborhood/elements.js";
import { greyDtype } from "./grey-parameters.js";

/** The image of `minuend − subtrahend`, stored in the minuend. */
export function greyDifference({ dtype, shape }: NdArray, minuend: Numbers, subtrahend: Numbers, convention: string): NdArray {
  const store = storing(dtype, convention);
  for (let i = 0; i < minuend.length; i++) minuend[i] = store((minuend[i] as number) - (subtrahend[i] as number));
  return new NdArray({ data: minuend, shape, dtype: greyDtype(dtype) });
}

/** What a difference becomes in the image's dtype, beyond what storing it does: modulo 2ⁿ. */
function storing(dtype: Dtype, convention: string): (difference: number) => number {
  if (dtype === "bool") return (difference) => difference & 1;
  return convention === "cv2" && isInteger(dtype) ? saturate(dtype) : (difference) => difference;
}
