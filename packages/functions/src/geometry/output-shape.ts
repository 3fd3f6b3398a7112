import { maxRank, sizeOf, type Shape } from "@openhcs/core";

/** More elements than this are a mistake, or more than memory holds. */
export const mostElements = 2 ** 30;

/** `true`, or why no result of such a shape is made. */
export function checkOutputShape(shape: Shape): true | string {
  if (shape.length > maxRank) return `must give at most ${maxRank} axes`;
  return sizeOf(shape) <= mostElements || `must give at most ${mostElements} elements, not shape [${shape.join(", ")}]`;
}
