import type { NdArray } from "@openhcs/core";
import { numbersOf } from "../neighborhood/elements.js";
import type { Bounds, Volume } from "./region.js";

/** An array of rank 2 or 3 as a volume; 64-bit integers become doubles. */
export function volumeOf(array: NdArray): Volume {
  const [rows = 0, columns = 0] = array.shape.slice(-2);
  return {
    values: numbersOf(array),
    extents: [array.rank === 3 ? (array.shape[0] as number) : 1, rows, columns],
  };
}

/** Bounding box and pixel count of every positive label, in ascending order; one pass over runs of equal labels. */
export function findRegions({ values, extents: [planes, rows, columns] }: Volume, rank: 2 | 3): Bounds[] {
  const regions = new Map<number, Bounds>();
  let start = 0;
  for (let plane = 0; plane < planes; plane++) {
    for (let row = 0; row < rows; row++, start += columns) {
      for (let column = 0; column < columns;) {
        const label = values[start + column] as number;
        const first = column++;
        while (column < columns && values[start + column] === label) column++;
        if (label > 0) extend(regions, rank, label, plane, row, first, column);
      }
    }
  }
  return [...regions.values()].sort((a, b) => a.label - b.label);
}

function extend(regions: Map<number, Bounds>, rank: 2 | 3, label: number, plane: number, row: number, first: number, end: number): void {
  const bounds = regions.get(label);
  if (bounds === undefined) {
    regions.set(label, { label, rank, low: [plane, row, first], high: [plane + 1, row + 1, end], area: end - first });
    return;
  }
  const { low, high } = bounds;
  low[1] = Math.min(low[1], row);
  low[2] = Math.min(low[2], first);
  high[0] = plane + 1;
  high[1] = Math.max(high[1], row + 1);
  high[2] = Math.max(high[2], end);
  bounds.area += end - first;
}
