import type { Shape } from "@openhcs/core";

/** Steps an index to the next element in C order, in place; after the last element to the first. */
export function advanceIndex(index: number[], shape: Shape): void {
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    index[axis] = (index[axis] as number) + 1;
    if ((index[axis] as number) < (shape[axis] as number)) return;
    index[axis] = 0;
  }
}
