/** `true`, or why a parameter is neither an axis nor a list of different ones of an image of so many axes. */
export function checkAxes(axes: unknown, rank: number): true | string {
  const list = [axes].flat() as unknown[];
  if (!list.every((axis) => Number.isInteger(axis) && (axis as number) >= -rank && (axis as number) < rank)) return `must have axes in [${-rank}, ${rank - 1}]`;
  return new Set((list as number[]).map((axis) => (axis + rank) % rank)).size === list.length || "must name no axis twice";
}
