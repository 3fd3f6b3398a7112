import { contiguousStrides, type Shape } from "@openhcs/core";
import type { Boundary } from "./boundary.js";
import { extendImage } from "./extended-image.js";
import type { Footprint } from "./footprint.js";
import { lineStart } from "./line-start.js";
import { distancesOf } from "./window-distances.js";

/** The neighbour of a given rank around every pixel, each found among its neighbours by insertion sort: for few members. */
export function rankBySelection(source: Float64Array, shape: Shape, footprint: Footprint, boundary: Boundary, rank: number): Float64Array {
  const result = new Float64Array(source.length);
  const { elements, shape: wide } = extendImage(source, shape, footprint, boundary);
  const strides = contiguousStrides(wide);
  const distances = distancesOf(footprint, strides);
  const smallest = new Float64Array(rank + 1);
  const width = shape.at(-1) as number;
  for (let line = 0; line < source.length / width; line++) {
    const start = lineStart(line, shape, strides, shape.length - 1);
    for (let x = 0; x < width; x++) result[line * width + x] = select(elements, start + x, distances, smallest);
  }
  return result;
}

/** The largest of the smallest neighbours, of which there are as many as `smallest` is long. */
function select(elements: Float64Array, at: number, distances: Int32Array, smallest: Float64Array): number {
  const last = smallest.length - 1;
  for (let k = 0; k < distances.length; k++) {
    const value = elements[at + (distances[k] as number)] as number;
    let place = k;
    if (k > last) {
      if (!precedes(value, smallest[last] as number)) continue;
      place = last;
    }
    for (; place > 0 && precedes(value, smallest[place - 1] as number); place--) smallest[place] = smallest[place - 1] as number;
    smallest[place] = value;
  }
  return smallest[last] as number;
}

/** NaN comes last. */
function precedes(a: number, b: number): boolean {
  return a < b || (b !== b && a === a);
}
