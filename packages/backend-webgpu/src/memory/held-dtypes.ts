import type { Dtype } from "@openhcs/core";

/** What WGSL can be taught to compute with: it has no 64-bit numbers. */
export const heldDtypes = ["bool", "uint8", "int8", "uint16", "int16", "uint32", "int32", "float16", "float32"] as const satisfies readonly Dtype[];

export function isHeld(dtype: Dtype): boolean {
  return (heldDtypes as readonly Dtype[]).includes(dtype);
}
