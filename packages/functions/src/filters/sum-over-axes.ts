import type { Numbers } from "../neighborhood/elements.js";

/**
 * The sum of what is derived along each axis, added in the dtype of the elements: integers wrap.
 *
 * @param derive writes all elements for one axis
 */
export function sumOverAxes(rank: number, allocate: () => Numbers, derive: (axis: number, target: Numbers) => void): Numbers {
  const sum = allocate();
  derive(0, sum);
  if (rank === 1) return sum;
  const term = allocate();
  for (let axis = 1; axis < rank; axis++) {
    derive(axis, term);
    for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] as number) + (term[i] as number);
  }
  return sum;
}
