import { sizeOf, type Shape } from "@openhcs/core";
import { advanceIndex } from "../neighborhood/advance-index.js";
import type { Numbers } from "../neighborhood/elements.js";

/** Shape of an image with one more pixel on every side, so that every pixel of the image has all its neighbours. */
export function borderedShape(shape: Shape): number[] {
  return shape.map((extent) => extent + 2);
}

/** Copies an image's elements into those of an image with a border, which stays as it is. */
export function addBorder<Elements extends Numbers>(source: Numbers, target: Elements, shape: Shape): Elements {
  forEachRow(shape, (row, borderedRow, width) => target.set(source.subarray(row, row + width), borderedRow));
  return target;
}

/** Copies the elements inside of the border. */
export function removeBorder<Elements extends Numbers>(source: Numbers, target: Elements, shape: Shape): Elements {
  forEachRow(shape, (row, borderedRow, width) => target.set(source.subarray(borderedRow, borderedRow + width), row));
  return target;
}

function forEachRow(shape: Shape, visit: (row: number, borderedRow: number, width: number) => void): void {
  const size = sizeOf(shape);
  const width = shape.at(-1) as number;
  const leading = shape.slice(0, -1);
  const index = leading.map(() => 0);
  for (let row = 0; row < size; row += width) {
    const borderedRow = index.reduce((start, at, axis) => start * ((leading[axis] as number) + 2) + at + 1, 0) * (width + 2) + 1;
    visit(row, borderedRow, width);
    advanceIndex(index, leading);
  }
}
