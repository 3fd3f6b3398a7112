import type { Dtype } from "@openhcs/core";

/** Dtypes of label images: any but floats. */
export const labelDtypes = ["bool", "uint8", "int8", "uint16", "int16", "uint32", "int32", "uint64", "int64"] as const satisfies readonly Dtype[];
