/** Up to here NumPy sorts by insertion. */
const smallest = 15;

/**
 * The order in which numbers ascend, equal ones in the order of `numpy.argsort`, which decides what some peers do with ties.
 *
 * NumPy's quicksort: the median of first, middle and last parts, short pieces are sorted by insertion.
 */
export function numpyOrder(values: ArrayLike<number>): Int32Array {
  const order = Int32Array.from({ length: values.length }, (_, at) => at);
  sortPiece(values, order, 0, order.length - 1, 2 * Math.floor(Math.log2(Math.max(1, order.length))));
  return order;
}

function sortPiece(values: ArrayLike<number>, order: Int32Array, from: number, to: number, depth: number): void {
  if (to - from <= smallest) return sortByInsertion(values, order, from, to);
  if (depth < 0) {
    // So many uneven parts that quicksort would take forever.
    order.subarray(from, to + 1).sort((a, b) => (values[a] as number) - (values[b] as number));
    return;
  }
  const middle = partition(values, order, from, to);
  sortPiece(values, order, from, middle - 1, depth - 1);
  sortPiece(values, order, middle + 1, to, depth - 1);
}

/** Parts a piece at its pivot, whose place is the answer. */
function partition(values: ArrayLike<number>, order: Int32Array, from: number, to: number): number {
  const value = (at: number) => values[order[at] as number] as number;
  const swap = (a: number, b: number) => {
    const kept = order[a] as number;
    order[a] = order[b] as number;
    order[b] = kept;
  };
  const middle = from + ((to - from) >> 1);
  if (value(middle) < value(from)) swap(middle, from);
  if (value(to) < value(middle)) swap(to, middle);
  if (value(middle) < value(from)) swap(middle, from);
  const pivot = value(middle);
  let [left, right] = [from, to - 1];
  swap(middle, right);
  for (;;) {
    do left++; while (value(left) < pivot);
    do right--; while (pivot < value(right));
    if (left >= right) break;
    swap(left, right);
  }
  swap(left, to - 1);
  return left;
}

function sortByInsertion(values: ArrayLike<number>, order: Int32Array, from: number, to: number): void {
  for (let at = from + 1; at <= to; at++) {
    const moved = order[at] as number;
    const value = values[moved] as number;
    let hole = at;
    for (; hole > from && value < (values[order[hole - 1] as number] as number); hole--) order[hole] = order[hole - 1] as number;
    order[hole] = moved;
  }
}
