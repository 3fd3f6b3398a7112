/** Undoes the filters of consecutive rows in place (PNG specification, section 9). Returns the filter type that is none, if any. */
export function unfilter(data: Uint8Array, rows: number, rowBytes: number, pixelBytes: number): number | undefined {
  for (let row = 0; row < rows; row++) {
    const at = row * (rowBytes + 1) + 1;
    const current = data.subarray(at, at + rowBytes);
    const above = row === 0 ? new Uint8Array(rowBytes) : data.subarray(at - rowBytes - 1, at - 1);
    const type = data[at - 1] as number;
    const undo = undoFilter[type];
    if (undo === undefined) return type;
    undo(current, above, pixelBytes);
  }
  return undefined;
}

type Filter = (row: Uint8Array, above: Uint8Array, pixelBytes: number) => void;

const undoFilter: readonly Filter[] = [
  () => {},
  (row, _, step) => {
    for (let i = step; i < row.length; i++) (row[i] as number) += row[i - step] as number;
  },
  (row, above) => {
    for (let i = 0; i < row.length; i++) (row[i] as number) += above[i] as number;
  },
  (row, above, step) => {
    for (let i = 0; i < row.length; i++) (row[i] as number) += ((i < step ? 0 : (row[i - step] as number)) + (above[i] as number)) >> 1;
  },
  (row, above, step) => {
    for (let i = 0; i < row.length; i++) {
      const left = i < step ? 0 : (row[i - step] as number);
      (row[i] as number) += paeth(left, above[i] as number, i < step ? 0 : (above[i - step] as number));
    }
  },
];

function paeth(left: number, above: number, corner: number): number {
  const estimate = left + above - corner;
  const [toLeft, toAbove, toCorner] = [Math.abs(estimate - left), Math.abs(estimate - above), Math.abs(estimate - corner)];
  if (toLeft <= toAbove && toLeft <= toCorner) return left;
  return toAbove <= toCorner ? above : corner;
}

/**
 * Filters one row into `filtered`, whose first byte names the filter: of none, sub and up the one whose output is least.
 *
 * The sum of magnitudes as signed bytes is the heuristic that the specification recommends (section 12.8).
 */
export function filterRow(row: Uint8Array, above: Uint8Array, pixelBytes: number, filtered: Uint8Array): void {
  const sums = [0, 0, 0];
  for (let i = 0; i < row.length; i++) {
    const value = row[i] as number;
    sums[0]! += magnitude(value);
    sums[1]! += magnitude(value - (i < pixelBytes ? 0 : (row[i - pixelBytes] as number)));
    sums[2]! += magnitude(value - (above[i] as number));
  }
  const type = sums.indexOf(Math.min(...sums));
  filtered[0] = type;
  for (let i = 0; i < row.length; i++) {
    const predicted = type === 0 ? 0 : type === 2 ? (above[i] as number) : i < pixelBytes ? 0 : (row[i - pixelBytes] as number);
    filtered[i + 1] = (row[i] as number) - predicted;
  }
}

function magnitude(difference: number): number {
  return Math.abs((difference << 24) >> 24);
}
