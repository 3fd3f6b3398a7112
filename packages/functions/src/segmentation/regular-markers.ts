import { roundHalfEven, sizeOf, type Shape } from "@openhcs/core";
import { advanceIndex } from "../neighborhood/advance-index.js";

/** An image with about `count` single pixels on a regular grid, numbered from 1 in C order: `skimage.util.regular_seeds`. */
export function regularMarkers(shape: Shape, count: number): Int32Array {
  const markers = new Int32Array(sizeOf(shape));
  const grid = gridOf(shape, count);
  const index = shape.map(() => 0);
  let label = 0;
  for (let at = 0; at < markers.length; at++) {
    if (index.every((position, axis) => onGrid(position, grid[axis] as Grid))) markers[at] = ++label;
    advanceIndex(index, shape);
  }
  return markers;
}

interface Grid {
  readonly start: number;
  readonly step: number;
}

function onGrid(position: number, { start, step }: Grid): boolean {
  return position >= start && (position - start) % step === 0;
}

/** Steps that are alike along all axes; an axis shorter than a step has one point, and the others share the rest. */
function gridOf(shape: Shape, count: number): Grid[] {
  const size = sizeOf(shape);
  if (size <= count) return shape.map(() => ({ start: 0, step: 1 }));
  const axes = [...shape.keys()].sort((a, b) => (shape[a] as number) - (shape[b] as number));
  const extents = axes.map((axis) => shape[axis] as number);
  const steps = extents.map(() => (size / count) ** (1 / extents.length));
  for (let k = 0; k < extents.length - 1 && extents.some((extent, axis) => extent < (steps[axis] as number)); k++) {
    steps[k] = extents[k] as number;
    steps.fill((sizeOf(extents.slice(k + 1)) / count) ** (1 / (extents.length - k - 1)), k + 1);
  }
  const grid: Grid[] = [];
  for (const [k, axis] of axes.entries()) grid[axis] = { start: Math.floor((steps[k] as number) / 2), step: roundHalfEven(steps[k] as number) };
  return grid;
}
