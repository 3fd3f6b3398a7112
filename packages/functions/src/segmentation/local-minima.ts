import { sizeOf, type Shape } from "@openhcs/core";
import type { Numbers } from "../neighborhood/elements.js";
import { addBorder, borderedShape, removeBorder } from "./bordered.js";
import { neighborOffsets } from "./neighbor-offsets.js";

/** 1 on every plateau of equal values of which all neighbours are higher. A constant image has none. */
export function localMinima(values: Numbers, shape: Shape, connectivity: number): Uint8Array {
  const heights = addBorder(values, new Float64Array(sizeOf(borderedShape(shape))), shape);
  // 1 in the image, 2 once visited, 3 on minima; the border is 0.
  const states = addBorder(new Uint8Array(values.length).fill(1), new Uint8Array(heights.length), shape);
  const offsets = neighborOffsets(shape, connectivity);
  const plateau = new Int32Array(values.length);
  for (let start = 0; start < states.length; start++) {
    if (states[start] !== 1) continue;
    const { size, isLowest } = visitPlateau(heights, states, offsets, plateau, start);
    if (isLowest && size < values.length) for (let k = 0; k < size; k++) states[plateau[k] as number] = 3;
  }
  const minima = removeBorder(states, new Uint8Array(values.length), shape);
  return minima.map((state) => (state === 3 ? 1 : 0));
}

/** Lists the plateau that a pixel belongs to, in `plateau`. */
function visitPlateau(heights: Float64Array, states: Uint8Array, offsets: Int32Array, plateau: Int32Array, start: number): { size: number; isLowest: boolean } {
  const height = heights[start] as number;
  let [size, isLowest] = [1, true];
  plateau[0] = start;
  states[start] = 2;
  for (let next = 0; next < size; next++) {
    for (const offset of offsets) {
      const neighbor = (plateau[next] as number) + offset;
      if (states[neighbor] === 0) continue;
      if ((heights[neighbor] as number) < height) isLowest = false;
      if (states[neighbor] !== 1 || heights[neighbor] !== height) continue;
      states[neighbor] = 2;
      plateau[size++] = neighbor;
    }
  }
  return { size, isLowest };
}
