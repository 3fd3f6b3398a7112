import type { NdArray } from "@openhcs/core";

/** Whether an array is as well a number or a list. */
export function isPlain({ shape }: { readonly shape: readonly number[] }): boolean {
  return shape.length < 2;
}

/** The number of an array without axes, the list of one with a single axis; 64-bit integers as numbers where those are exact. */
export function plainArray(array: NdArray): unknown {
  const values = array.toNested() as unknown;
  return Array.isArray(values) ? values.map((value) => plainElement(value, array)) : plainElement(values, array);
}

function plainElement(value: unknown, { dtype }: NdArray): unknown {
  if (dtype === "bool") return Boolean(value);
  return typeof value === "bigint" && Number.isSafeInteger(Number(value)) ? Number(value) : value;
}
