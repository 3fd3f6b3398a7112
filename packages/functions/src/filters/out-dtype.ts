import { NdArray, type Dtype } from "@openhcs/core";
import { allocateNumbers, floatDtype, truncatedTo, type Numbers } from "../neighborhood/elements.js";

/** Dtypes in which a linear filter may keep its results, `same` being the image's. */
export const outDtypes = ["same", "bool", "uint8", "int8", "uint16", "int16", "uint32", "int32", "float32", "float64"] as const;

/** Those of filters whose results have signs, of which a bool keeps nothing. */
export const signedOutDtypes = ["same", "uint8", "int8", "uint16", "int16", "uint32", "int32", "float32", "float64"] as const;

/** `resultBy` of an image: a dtype that was asked for stands, whatever the call's dtype rule. */
export const chosenDtypeStands = {
  bool: "native", uint8: "native", int8: "native", uint16: "native", int16: "native", uint32: "native", int32: "native", float32: "native", float64: "native",
} as const;

/** As {@link chosenDtypeStands}, of a result that is a float where nothing was asked for. */
export const anyDtypeStands = { same: "native", ...chosenDtypeStands } as const;

/** What a caller asked for, if anything. */
export type OutDtype = (typeof outDtypes)[number] | undefined;

/** Fresh elements in which a filter of an image keeps its results; float16 is held as float32. */
export function keptElements({ dtype, size }: NdArray, outDtype: OutDtype): Numbers {
  return allocateNumbers(dueDtype(dtype, outDtype), size);
}

/** Elements of {@link keptElements} as an array of the image's shape; of a bool result whatever is not 0 is true. */
export function arrayOf(kept: Numbers, { dtype, shape }: NdArray, outDtype: OutDtype): NdArray {
  const due = dueDtype(dtype, outDtype);
  return new NdArray({ data: due === "bool" || due === "float16" ? truncatedTo(due, kept) : kept, shape, dtype: due });
}

/** float32, float64 where float32 would lose digits, or what was asked for. */
export function dueDtype(image: Dtype, outDtype: OutDtype): Dtype {
  return outDtype === "same" ? image : outDtype ?? floatDtype(image);
}

/** `true`, or why a filter with signed results refuses to keep them as they are to be kept. */
export function checkSigned(image: Dtype | undefined, outDtype: string | undefined): true | string {
  return image !== "bool" || outDtype !== "same" || "must have another outDtype than same for a bool image, which keeps no signs";
}
