import { oncePerRegion, type Region } from "./region.js";

/** Row and column, both doubled, so that the middles of pixel edges are whole. */
type Point = readonly [row: number, column: number];

/** Per row the first and the last column of a shape; first > last where the row is empty. */
export interface RowSpans {
  readonly first: Int32Array;
  readonly last: Int32Array;
}

/**
 * The pixels whose centres lie in the convex hull of a plane region, its border included.
 *
 * A pixel enters the hull by the middles of its four edges, as in `skimage.morphology.convex_hull_image` with offset coordinates. All
 * comparisons are between integers, hence exact.
 */
export const convexSpans = oncePerRegion((region): RowSpans => {
  const hull = convexHull(edgeMiddles(spansOf(region)));
  const rows = region.extents[1];
  const spans = { first: new Int32Array(rows), last: new Int32Array(rows).fill(-1) };
  for (let row = 0; row < rows; row++) {
    const [low, high] = crossings(hull, 2 * row);
    spans.first[row] = Math.ceil(low / 2);
    spans.last[row] = Math.floor(high / 2);
  }
  return spans;
});

export function areaOf({ first, last }: RowSpans): number {
  return first.reduce((area, column, row) => area + (last[row] as number) - column + 1, 0);
}

/** The longest distance between two points of the outline of the convex pixels, which runs through the middles of pixel edges. */
export function longestDistance(spans: RowSpans): number {
  const outline = convexHull(edgeMiddles(spans));
  let longest = 0;
  for (const [i, [row, column]] of outline.entries()) {
    for (let j = 0; j < i; j++) {
      const [otherRow, otherColumn] = outline[j] as Point;
      longest = Math.max(longest, (row - otherRow) ** 2 + (column - otherColumn) ** 2);
    }
  }
  return Math.sqrt(longest) / 2;
}

function spansOf({ mask, extents: [, rows, columns] }: Region): RowSpans {
  const spans = { first: new Int32Array(rows), last: new Int32Array(rows) };
  for (let row = 0; row < rows; row++) {
    const line = mask.subarray(row * columns, (row + 1) * columns);
    const first = line.indexOf(1);
    spans.first[row] = first === -1 ? 0 : first;
    spans.last[row] = line.lastIndexOf(1);
  }
  return spans;
}

function edgeMiddles({ first, last }: RowSpans): Point[] {
  const points: Point[] = [];
  for (const [row, end] of last.entries()) {
    const begin = first[row] as number;
    if (end < begin) continue;
    for (const column of [begin, end]) points.push([2 * row - 1, 2 * column], [2 * row + 1, 2 * column]);
    points.push([2 * row, 2 * begin - 1], [2 * row, 2 * end + 1]);
  }
  return points;
}

/** Corners of the hull, in order. Source: A. M. Andrew, "Another efficient algorithm for convex hulls in two dimensions" (1979). */
function convexHull(points: readonly Point[]): Point[] {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const half = (ordered: readonly Point[]): Point[] => {
    const chain: Point[] = [];
    for (const point of ordered) {
      while (chain.length > 1 && turn(chain.at(-2) as Point, chain.at(-1) as Point, point) <= 0) chain.pop();
      chain.push(point);
    }
    return chain.slice(0, -1);
  };
  return [...half(sorted), ...half(sorted.reverse())];
}

function turn([row, column]: Point, [rowA, columnA]: Point, [rowB, columnB]: Point): number {
  return (rowA - row) * (columnB - column) - (columnA - column) * (rowB - row);
}

/** Columns, doubled, between which a row lies in the hull. */
function crossings(hull: readonly Point[], row: number): readonly [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const [i, [rowA, columnA]] of hull.entries()) {
    const [rowB, columnB] = hull[(i + 1) % hull.length] as Point;
    if (rowA === rowB || row < Math.min(rowA, rowB) || row > Math.max(rowA, rowB)) continue;
    const column = (columnA * (rowB - rowA) + (columnB - columnA) * (row - rowA)) / (rowB - rowA);
    low = Math.min(low, column);
    high = Math.max(high, column);
  }
  return [low, high];
}
