import type { ArraySpec, Dtype } from "@openhcs/core";

/** Dtypes of label images that tell objects apart; a mask is labelled first. */
export const labelledDtypes = ["uint8", "int8", "uint16", "int16", "uint32", "int32", "uint64", "int64"] as const satisfies readonly Dtype[];

/** The broken rule, if two arrays differ in shape. */
export function sameShape(name: string, array: ArraySpec | undefined, otherName: string, other: ArraySpec | undefined): string | undefined {
  if (array === undefined || other === undefined || array.shape.join() === other.shape.join()) return undefined;
  return `must have one shape: ${name} has [${array.shape.join(", ")}], ${otherName} [${other.shape.join(", ")}]`;
}
