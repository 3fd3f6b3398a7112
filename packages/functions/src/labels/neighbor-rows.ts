import { sizeOf, type Shape } from "@openhcs/core";
import { advanceIndex } from "../neighborhood/advance-index.js";

/** An offset between rows of the last axis, and how far along the row it reaches to either side. */
interface RowOffset {
  readonly leading: readonly number[];
  readonly spread: 0 | 1;
}

/**
 * The rows that precede a row in C order and touch it, as the first half of a neighbourhood.
 *
 * `connectivity` is the number of axes that may differ between neighbours: 1 gives faces, the rank gives corners too. Walking goes
 * from row to row without allocating: after `next()` the first `count` entries of `starts` and `spreads` describe the current row.
 */
export class NeighborRows {
  readonly width: number;
  readonly starts: Float64Array;
  readonly spreads: Uint8Array;
  count = 0;
  /** Position of the first element of the current row. */
  start: number;
  readonly #leading: readonly number[];
  readonly #offsets: readonly RowOffset[];
  readonly #coordinates: number[];
  readonly #size: number;

  constructor(shape: Shape, connectivity: number) {
    this.#leading = shape.slice(0, -1);
    this.width = shape.at(-1) ?? 1;
    this.#offsets = precedingOffsets(this.#leading.length, connectivity);
    this.starts = new Float64Array(this.#offsets.length);
    this.spreads = new Uint8Array(this.#offsets.length);
    this.#coordinates = this.#leading.map(() => 0);
    this.#size = sizeOf(shape);
    this.start = -this.width;
  }

  /** Steps to the next row; false after the last. */
  next(): boolean {
    const first = this.start < 0;
    this.start += this.width;
    if (this.start >= this.#size) return false;
    if (!first) advanceIndex(this.#coordinates, this.#leading);
    this.count = 0;
    for (const offset of this.#offsets) {
      const rows = this.#rowsTo(offset);
      if (rows === undefined) continue;
      this.starts[this.count] = this.start + rows * this.width;
      this.spreads[this.count++] = offset.spread;
    }
    return true;
  }

  /** Rows between the current one and its neighbour; undefined outside of the image. */
  #rowsTo({ leading }: RowOffset): number | undefined {
    let rows = 0;
    for (let axis = 0; axis < leading.length; axis++) {
      const step = leading[axis] as number;
      const coordinate = (this.#coordinates[axis] as number) + step;
      if (coordinate < 0 || coordinate >= (this.#leading[axis] as number)) return undefined;
      rows = rows * (this.#leading[axis] as number) + step;
    }
    return rows;
  }
}

function precedingOffsets(axes: number, connectivity: number): RowOffset[] {
  let offsets: number[][] = [[]];
  for (let axis = 0; axis < axes; axis++) offsets = offsets.flatMap((offset) => [-1, 0, 1].map((step) => [...offset, step]));
  return offsets
    .filter((offset) => offset.find((step) => step !== 0) === -1)
    .map((leading) => ({ leading, differing: leading.filter((step) => step !== 0).length }))
    .filter(({ differing }) => differing <= connectivity)
    .map(({ leading, differing }) => ({ leading, spread: differing < connectivity ? 1 : 0 }));
}
