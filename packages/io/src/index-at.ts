/** The index along each axis of an element counted in C order. */
export function indexAt(place: number, shape: readonly number[]): number[] {
  const index: number[] = [];
  for (let axis = shape.length - 1, rest = place; axis >= 0; axis--) {
    index[axis] = rest % (shape[axis] as number);
    rest = Math.trunc(rest / (shape[axis] as number));
  }
  return index;
}
