import { dtypeRange, isFloat, type Dtype } from "@openhcs/core";
import type { Boundary } from "@openhcs/functions/for-kernels";
import type { ComputeType } from "../../dialect/kernel-source.js";

/** `true`, or why what lies beyond the border is no element of an image: kernels that select elements know no others. */
export function isElement(dtype: Dtype, { mode, cval }: Boundary): true | string {
  if (mode !== "constant" || isFloat(dtype)) return true;
  const { min, max } = dtypeRange(dtype);
  return (Number.isInteger(cval) && cval >= min && cval <= max) || `leaves a cval that is no ${dtype} to the reference`;
}

/** Whether that is double precision. */
export function outsideIsDouble(image: { readonly dtype: Dtype } | undefined, boundary: Boundary): boolean {
  return image !== undefined && outsideType(image.dtype, boundary) === "float64";
}

/** What a kernel must compute in to be told an element beyond the border. */
export function outsideType(dtype: Dtype, { mode }: Boundary): ComputeType {
  return dtype === "float64" || (mode === "constant" && ["int32", "uint32"].includes(dtype)) ? "float64" : "float32";
}
