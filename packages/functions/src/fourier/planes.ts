import type { ArraySpec, Shape } from "@openhcs/core";

/** Ranks of what has planes. */
export const planeRanks = [2, 3, 4, 5, 6, 7, 8];

/** The axes of a plane: the last two. */
export function planeAxes(shape: Shape): readonly [number, number] {
  return [shape.length - 2, shape.length - 1];
}

/** Whether there is something to transform. */
export function checkExtents(image: ArraySpec | undefined): true | string {
  return image === undefined || image.shape.slice(-2).every((extent) => extent > 0) || "must have a pixel along y and x";
}
