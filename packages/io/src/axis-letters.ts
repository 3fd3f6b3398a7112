/** Whether `axes` is a capital letter for each of so many axes; only Q, which says nothing of an axis, may stand for several. */
export function areAxes(axes: string, rank: number): boolean {
  if (axes.length !== rank || !/^[A-Z]*$/.test(axes)) return false;
  const named = axes.replaceAll("Q", "");
  return new Set(named).size === named.length;
}
