import type { Region } from "./region.js";

/** The mask of a plane region with one empty pixel on every side. */
export interface PaddedPlane {
  readonly plane: Uint8Array;
  /** Columns with the padding. */
  readonly width: number;
  readonly rows: number;
  readonly columns: number;
}

export function paddedPlane({ mask, extents: [, rows, columns] }: Region): PaddedPlane {
  const width = columns + 2;
  const plane = new Uint8Array(width * (rows + 2));
  for (let row = 0; row < rows; row++) plane.set(mask.subarray(row * columns, (row + 1) * columns), (row + 1) * width + 1);
  return { plane, width, rows, columns };
}
