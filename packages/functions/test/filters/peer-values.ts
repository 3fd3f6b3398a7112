import { NdArray } from "@openhcs/core";
import { expect } from "vitest";

/** The plane from which the peers (SciPy 1.10, scikit-image 0.19) made the values in these tests. */
export const values = [[3, 200, 17, 5], [90, 255, 4, 61], [128, 66, 31, 250]] as const;
export const bytes = () => NdArray.from(values, "uint8");
export const doubles = () => NdArray.from(values, "float64");

/** That an array holds the peer's values, which are written with six decimals. */
export function expectNear(array: unknown, expected: readonly unknown[], what = ""): void {
  const flat = expected.flat(Infinity) as readonly number[];
  const { data } = (array as NdArray).packed();
  expect(data.length, what).toBe(flat.length);
  for (const [i, value] of flat.entries()) expect(Math.abs(Number(data[i]) - value), `${what} element ${i}: ${data[i]} instead of ${value}`).toBeLessThan(2e-6 + 1e-6 * Math.abs(value));
}
