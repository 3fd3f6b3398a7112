import { paddedPlane } from "./padded-plane.js";
import type { Region } from "./region.js";

/** Length that a border pixel adds, by 1 for itself, 2 for each edge and 10 for each corner neighbour on the border. */
const lengths = new Float64Array(50);
for (const code of [5, 7, 15, 17, 25, 27]) lengths[code] = 1;
for (const code of [21, 33]) lengths[code] = Math.SQRT2;
for (const code of [13, 23]) lengths[code] = (1 + Math.SQRT2) / 2;

/**
 * Perimeter of a plane region along the centres of its border pixels, those with one of four neighbours outside.
 *
 * Source: K. Benkrid and D. Crookes, "Design and FPGA implementation of a perimeter estimator"; `skimage.measure.perimeter`.
 */
export function perimeterOf(region: Region): number {
  const { plane, width, rows, columns } = paddedPlane(region);
  const border = new Uint8Array(plane.length);
  forEachInner(rows, columns, width, (at) => {
    const surrounded = plane[at - 1] === 1 && plane[at + 1] === 1 && plane[at - width] === 1 && plane[at + width] === 1;
    border[at] = plane[at] === 1 && !surrounded ? 1 : 0;
  });
  const on = (at: number) => border[at] as number;
  let perimeter = 0;
  forEachInner(rows, columns, width, (at) => {
    const edges = on(at - 1) + on(at + 1) + on(at - width) + on(at + width);
    const corners = on(at - width - 1) + on(at - width + 1) + on(at + width - 1) + on(at + width + 1);
    perimeter += lengths[on(at) + 2 * edges + 10 * corners] as number;
  });
  return perimeter;
}

function forEachInner(rows: number, columns: number, width: number, visit: (at: number) => void): void {
  for (let row = 1; row <= rows; row++) for (let column = 1; column <= columns; column++) visit(row * width + column);
}

/** Weights of the sixteen 2 × 2 squares for lines in four directions; 1 is the lower right pixel, 2 above it, 4 to its left, 8 the last. */
const straight = Math.PI / 4;
const oblique = Math.PI / (4 * Math.SQRT2);
const crossings = [
  0, straight + oblique, oblique, 2 * oblique, 0, straight + oblique, 0, oblique,
  straight, 2 * straight, oblique, oblique, straight, 2 * straight, 0, 0,
];

/** Perimeter by Crofton's formula over four directions. Source: S. Rivollier's thesis (2010); `skimage.measure.perimeter_crofton`. */
export function croftonPerimeterOf(region: Region): number {
  const { plane, width } = paddedPlane(region);
  let perimeter = 0;
  for (let at = width + 1; at < plane.length; at++) {
    const square = (plane[at] as number) + 2 * (plane[at - width] as number) + 4 * (plane[at - 1] as number) + 8 * (plane[at - width - 1] as number);
    perimeter += crossings[square] as number;
  }
  return perimeter;
}
