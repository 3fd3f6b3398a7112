import { pairwiseSum } from "./pairwise-sum.js";

/** NaN without any element. */
export function meanOf(line: Float64Array): number {
  return pairwiseSum(line) / line.length;
}

/**
 * Σ(x − mean)² / (n − ddof), in two passes, so that large offsets cost no digits. The line is overwritten.
 *
 * Without a degree of freedom left ∞, or NaN where all elements are their mean; with NaN left out always NaN, as in NumPy.
 */
export function varianceOf(line: Float64Array, ddof: number, omits: boolean): number {
  const mean = meanOf(line);
  for (let i = 0; i < line.length; i++) line[i] = ((line[i] as number) - mean) ** 2;
  const freedom = line.length - ddof;
  return omits && freedom <= 0 ? NaN : pairwiseSum(line) / Math.max(0, freedom);
}
