/**
 * Reorders a line until its element `rank` (0 is the smallest) stands where sorting would put it, with none larger before and none smaller behind.
 *
 * Hoare's selection, n steps on average; places are drawn, since in images that are symmetric any fixed ones mislead. The line has no NaN.
 */
export function select(line: Float64Array, rank: number, from = 0): number {
  let [low, high] = [from, line.length - 1];
  let state = 1;
  const drawn = () => line[low + ((state = (state * 48_271) % 2_147_483_647) % (high - low + 1))] as number;
  while (low < high) {
    const pivot = median3(drawn(), drawn(), drawn());
    let [left, right] = [low, high];
    while (left <= right) {
      while ((line[left] as number) < pivot) left++;
      while ((line[right] as number) > pivot) right--;
      if (left > right) break;
      [line[left], line[right]] = [line[right] as number, line[left] as number];
      left++;
      right--;
    }
    if (rank <= right) high = right;
    else if (rank >= left) low = left;
    else break;
  }
  return line[rank] as number;
}

function median3(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}
