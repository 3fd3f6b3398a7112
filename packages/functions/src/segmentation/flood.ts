import { contiguousStrides, type Shape } from "@openhcs/core";
import { borderedShape } from "./bordered.js";
import { FloodQueue, type FloodItem } from "./flood-queue.js";
import { neighborOffsets } from "./neighbor-offsets.js";

/** A landscape to be flooded: elements of an image with its border, which the mask leaves out. */
export interface Landscape {
  /** Of the image without border. */
  readonly shape: Shape;
  readonly heights: Float64Array;
  /** Labels at the markers, 0 elsewhere; filled in place. */
  readonly labels: Int32Array;
  /** 1 where water may go; pixels of watershed lines become 0. */
  readonly mask: Uint8Array;
}

export interface FloodRules {
  readonly connectivity: number;
  /** What each pixel of distance from the marker adds to the height. */
  readonly compactness: number;
  /** Leaves pixels between labels at 0. */
  readonly line: boolean;
}

/**
 * Floods a landscape from its markers: the lowest pixel next, of equal ones the longest waiting.
 *
 * Source: S. Beucher and F. Meyer 1993; P. Neubert and P. Protzel 2014 for compactness; scikit-image for the order of ties.
 */
export function flood({ shape, heights, labels, mask }: Landscape, { connectivity, compactness, line }: FloodRules): void {
  const offsets = neighborOffsets(shape, connectivity);
  const strides = contiguousStrides(borderedShape(shape));
  const queue = new FloodQueue();
  const item: FloodItem = { value: 0, age: 0, index: 0, source: 0 };
  // A label is final when the pixel is reached, unless it may yet be reached at a lower cost or become part of a line.
  const labelsLate = compactness > 0 || line;
  for (let at = 0; at < labels.length; at++) if (labels[at] !== 0) queue.push(heights[at] as number, 0, at, at);
  let age = 1;
  while (queue.size > 0) {
    queue.pop(item);
    const { index, source } = item;
    if (labelsLate) {
      if (labels[index] !== 0 && index !== source) continue;
      if (line && meetsTwo(labels, offsets, mask, index)) continue;
      labels[index] = labels[source] as number;
    }
    const label = labels[index] as number;
    for (let k = 0; k < offsets.length; k++) {
      const neighbor = index + (offsets[k] as number);
      if (mask[neighbor] === 0 || labels[neighbor] !== 0) continue;
      let value = heights[neighbor] as number;
      if (compactness > 0) value += compactness * distance(neighbor, source, strides);
      else if (!line) labels[neighbor] = label;
      queue.push(value, ++age, neighbor, source);
    }
  }
}

/** Whether a pixel has neighbours of two labels; then it belongs to a line, and the mask leaves it out. */
function meetsTwo(labels: Int32Array, offsets: Int32Array, mask: Uint8Array, index: number): boolean {
  if (mask[index] === 0) return true;
  let first = 0;
  for (let k = 0; k < offsets.length; k++) {
    const neighbor = index + (offsets[k] as number);
    if (mask[neighbor] === 0) continue;
    const label = labels[neighbor] as number;
    if (first === 0) first = label;
    else if (label !== 0 && label !== first) {
      mask[index] = 0;
      return true;
    }
  }
  return false;
}

function distance(a: number, b: number, strides: readonly number[]): number {
  let square = 0;
  let [restA, restB] = [a, b];
  for (const stride of strides) {
    square += (Math.floor(restA / stride) - Math.floor(restB / stride)) ** 2;
    restA %= stride;
    restB %= stride;
  }
  return Math.sqrt(square);
}
