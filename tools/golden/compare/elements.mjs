import { readNumbers } from "@openhcs/core";

/** The elements of an array as numbers in C order, float16 decoded, 64-bit integers as doubles. */
export function elementsOf(array) {
  const elements = readNumbers(array);
  return typeof elements[0] === "bigint" ? Float64Array.from(elements, Number) : elements;
}

/** Equal numbers, where NaN equals NaN. */
export function same(a, b) {
  return a === b || (Number.isNaN(a) && Number.isNaN(b));
}

/** Whether `got` is as near to `expected` as `|got − expected| ≤ atol + rtol · |expected|`; NaN equals NaN, infinity itself. */
export function near(got, expected, { rtol = 0, atol = 0 }) {
  return same(got, expected) || Math.abs(got - expected) <= atol + rtol * Math.abs(expected);
}
