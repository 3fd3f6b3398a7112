import { sizeOf, type Shape } from "@openhcs/core";
import { advanceIndex } from "../neighborhood/advance-index.js";
import type { Numbers } from "../neighborhood/elements.js";

/**
 * Shape of an image with one more pixel on every side, so that every pixel of the image has all its neighbours.
 *
 * Along an axis of extent 1 there are no neighbours to look at, so that it gets no border: stacks of a single plane stay as small as a plane.
 */
export function borderedShape(shape: Shape): number[] {
  return shape.map((extent) => extent + 2 * marginOf(extent));
}

function marginOf(extent: number): 0 | 1 {
  return extent === 1 ? 0 : 1;
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
  const around = borderedShape(shape);
  const leading = shape.slice(0, -1);
  const index = leading.map(() => 0);
  for (let row = 0; row < size; row += width) {
    visit(row, [...index, 0].reduce((start, at, axis) => start * (around[axis] as number) + at + marginOf(shape[axis] as number), 0), width);
    advanceIndex(index, leading);
  }
}
