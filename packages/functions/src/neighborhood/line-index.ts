import type { Shape } from "@openhcs/core";

/** The index on the leading axes of a line along the last one. */
export function lineIndex(line: number, shape: Shape): number[] {
  const index = new Array<number>(shape.length - 1);
  for (let axis = shape.length - 2, rest = line; axis >= 0; axis--) {
    const extent = shape[axis] as number;
    index[axis] = rest % extent;
    rest = Math.floor(rest / extent);
  }
  return index;
}
