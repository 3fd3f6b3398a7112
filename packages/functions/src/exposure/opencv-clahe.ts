import { roundHalfEven } from "@openhcs/core";
import { boundaryIndices } from "../neighborhood/boundary.js";

const { fround } = Math;

/** How `cv2.createCLAHE` divides a plane, rows first. */
export interface OpencvClahe {
  readonly clipLimit: number;
  readonly tileGrid: readonly [rows: number, columns: number];
}

/** What `cv2.createCLAHE().apply` makes of a plane of uint8 or uint16. */
export function opencvClahe<Plane extends Uint8Array | Uint16Array>(
  plane: Plane, [height, width]: readonly [number, number], { clipLimit, tileGrid: [rows, columns] }: OpencvClahe,
): Plane {
  // Where one axis is not divisible, OpenCV extends both.
  const isDivisible = height % rows === 0 && width % columns === 0;
  const rowReads = boundaryIndices("mirror", height, 0, isDivisible ? 0 : rows - (height % rows));
  const columnReads = boundaryIndices("mirror", width, 0, isDivisible ? 0 : columns - (width % columns));
  const tileHeight = rowReads.length / rows;
  const tileWidth = columnReads.length / columns;

  const bins = plane instanceof Uint8Array ? 256 : 65536;
  const tables = new Uint16Array(rows * columns * bins);
  const counts = new Int32Array(bins);
  for (let tile = 0; tile < rows * columns; tile++) {
    counts.fill(0);
    const top = Math.floor(tile / columns) * tileHeight;
    const left = (tile % columns) * tileWidth;
    for (let y = top; y < top + tileHeight; y++) {
      const line = (rowReads[y] as number) * width;
      for (let x = left; x < left + tileWidth; x++) {
        const value = plane[line + (columnReads[x] as number)] as number;
        counts[value] = (counts[value] as number) + 1;
      }
    }
    if (clipLimit > 0) clip(counts, Math.max(1, Math.trunc((clipLimit * tileHeight * tileWidth) / bins)));
    equalize(counts, tables.subarray(tile * bins, (tile + 1) * bins), fround(fround(bins - 1) / (tileHeight * tileWidth)));
  }
  const result = plane.slice() as Plane;
  interpolate(result, width, betweenTiles(height, tileHeight, rows, columns * bins), betweenTiles(width, tileWidth, columns, bins), tables);
  return result;
}

/** Cuts a histogram off and gives every bin an equal share of what was cut; the rest goes to bins evenly apart. */
function clip(counts: Int32Array, limit: number): void {
  let clipped = 0;
  for (let k = 0; k < counts.length; k++) {
    clipped += Math.max(0, (counts[k] as number) - limit);
    counts[k] = Math.min(limit, counts[k] as number);
  }
  const share = Math.floor(clipped / counts.length);
  let residual = clipped - share * counts.length;
  const step = Math.max(1, Math.floor(counts.length / Math.max(1, residual)));
  for (let k = 0; k < counts.length; k++) counts[k] = (counts[k] as number) + share;
  for (let k = 0; k < counts.length && residual > 0; k += step, residual--) counts[k] = (counts[k] as number) + 1;
}

function equalize(counts: Int32Array, table: Uint16Array, scale: number): void {
  const highest = table.length - 1;
  for (let k = 0, sum = 0; k < table.length; k++) {
    sum += counts[k] as number;
    table[k] = Math.min(highest, roundHalfEven(fround(fround(sum) * scale)));
  }
}

interface Between {
  readonly before: Int32Array;
  readonly after: Int32Array;
  readonly fraction: Float32Array;
  readonly rest: Float32Array;
}

/** For each pixel along an axis where the tables of the tiles to either side of it begin, and how far it is between their centres. */
function betweenTiles(extent: number, tile: number, count: number, stride: number): Between {
  const inverse = fround(1 / tile);
  const places = Float32Array.from({ length: extent }, (_, x) => fround(x * inverse) - 0.5);
  const fraction = places.map((place) => place - Math.floor(place));
  return {
    before: Int32Array.from(places, (place) => Math.max(0, Math.floor(place)) * stride),
    after: Int32Array.from(places, (place) => Math.min(count - 1, Math.floor(place) + 1) * stride),
    fraction,
    rest: fraction.map((each) => 1 - each),
  };
}

function interpolate(plane: Uint8Array | Uint16Array, width: number, rows: Between, columns: Between, tables: Uint16Array): void {
  const highest = plane instanceof Uint8Array ? 255 : 65535;
  for (let i = 0, y = 0; i < plane.length; y++) {
    const [above, below] = [rows.before[y] as number, rows.after[y] as number];
    const [ya, ya1] = [rows.fraction[y] as number, rows.rest[y] as number];
    for (let x = 0; x < width; x++, i++) {
      const value = plane[i] as number;
      const [left, right] = [(columns.before[x] as number) + value, (columns.after[x] as number) + value];
      const [xa, xa1] = [columns.fraction[x] as number, columns.rest[x] as number];
      const upper = fround(fround((tables[above + left] as number) * xa1) + fround((tables[above + right] as number) * xa));
      const lower = fround(fround((tables[below + left] as number) * xa1) + fround((tables[below + right] as number) * xa));
      plane[i] = Math.min(highest, Math.max(0, roundHalfEven(fround(fround(upper * ya1) + fround(lower * ya)))));
    }
  }
}
