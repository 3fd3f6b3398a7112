import { sizeOf, type Shape } from "@openhcs/core";
import { NeighborRows } from "./neighbor-rows.js";

/** 1 at both of any two neighbours whose values `separates` tells apart. */
export function touchingPixels(values: Int32Array, shape: Shape, connectivity: number, separates: (a: number, b: number) => boolean): Uint8Array {
  const touching = new Uint8Array(sizeOf(shape));
  const rows = new NeighborRows(shape, connectivity);
  const mark = (pixel: number, neighbor: number) => {
    if (separates(values[pixel] as number, values[neighbor] as number)) touching[pixel] = touching[neighbor] = 1;
  };
  while (rows.next()) {
    const { start, width, count, starts, spreads } = rows;
    for (let x = 1; x < width; x++) mark(start + x, start + x - 1);
    for (let row = 0; row < count; row++) {
      const [rowStart, spread] = [starts[row] as number, spreads[row] as number];
      for (let step = -spread; step <= spread; step++) {
        const end = Math.min(width, width - step);
        for (let x = Math.max(0, -step); x < end; x++) mark(start + x, rowStart + x + step);
      }
    }
  }
  return touching;
}
