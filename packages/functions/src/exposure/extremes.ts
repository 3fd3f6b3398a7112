import type { Numbers } from "../neighborhood/elements.js";

/** The smallest and the largest value; NaN if any value is NaN, infinite where there is none. */
export function extremesOf(values: Numbers): { readonly min: number; readonly max: number } {
  let [min, max] = [Infinity, -Infinity];
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (value !== value) return { min: NaN, max: NaN };
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return { min, max };
}
