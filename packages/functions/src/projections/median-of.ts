/** Longer lines are left to the engine's own sort, whose call costs more than inserting a few elements. */
const longestInserted = 32;

/** The median of a line, which is reordered: the middle of the sorted values, or the mean of the two in the middle. NaN if any is NaN, or without any. */
export function medianOf(line: Float64Array): number {
  if (line.length > longestInserted) line.sort();
  else insertionSort(line);
  const middle = line.length >> 1;
  const upper = line[middle] ?? NaN;
  if (Number.isNaN(line[line.length - 1])) return NaN;
  return line.length % 2 === 1 ? upper : ((line[middle - 1] as number) + upper) / 2;
}

/** Ascending, NaN last. */
function insertionSort(line: Float64Array): void {
  for (let i = 1; i < line.length; i++) {
    const value = line[i] as number;
    let at = i;
    for (; at > 0 && !((line[at - 1] as number) <= value) && !Number.isNaN(value); at--) line[at] = line[at - 1] as number;
    line[at] = value;
  }
}
