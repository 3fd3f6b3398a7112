import type { Shape } from "@openhcs/core";

/** The line whose neighbour at `offset` is the line at `index`; −1 where there is none in the image. */
export function lineAt(index: readonly number[], offset: readonly number[], shape: Shape): number {
  let at = 0;
  for (let axis = 0; axis < index.length; axis++) {
    const extent = shape[axis] as number;
    const position = (index[axis] as number) - (offset[axis] as number);
    if (position < 0 || position >= extent) return -1;
    at = at * extent + position;
  }
  return at;
}
