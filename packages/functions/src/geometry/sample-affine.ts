import { sizeOf, type Shape } from "@openhcs/core";
import { advanceIndex } from "../neighborhood/advance-index.js";
import { emptyTaps, fillTaps, type AxisTaps } from "./axis-taps.js";
import type { Interpolation } from "./interpolation-mode.js";

/** Elements of an array that form a grid: all of it, or a plane of a stack. */
export interface Grid<Elements> {
  readonly elements: Elements;
  readonly shape: Shape;
  readonly strides: readonly number[];
  readonly offset: number;
}

/** From indices of the result to coordinates of the image: `matrix · index + offset`. */
export interface AffineMap {
  readonly matrix: readonly (readonly number[])[];
  readonly offset: readonly number[];
}

/** Evaluates a spline at every point of `target` that an affine map finds in `source`. Sums in float64. */
export function sampleAffine(source: Grid<Float64Array>, target: Grid<Float64Array>, map: AffineMap, interpolation: Interpolation): void {
  const { at, sample } = samplerOf(source, interpolation);
  const width = target.shape.at(-1) as number;
  const step = target.strides.at(-1) as number;
  const lead = target.shape.slice(0, -1);
  const index = new Array<number>(lead.length).fill(0);
  const slopes = Float64Array.from(map.matrix, (row) => row.at(-1) as number);
  const offsets = Float64Array.from(map.offset);
  const starts = new Float64Array(slopes.length);
  for (let line = 0; line < sizeOf(lead) * Math.sign(width); line++) {
    for (const [axis, row] of map.matrix.entries()) starts[axis] = index.reduce((sum, along, k) => sum + along * (row[k] as number), 0);
    const origin = index.reduce((sum, along, k) => sum + along * (target.strides[k] as number), target.offset);
    for (let x = 0; x < width; x++) {
      for (let axis = 0; axis < slopes.length; axis++) at[axis] = (starts[axis] as number) + x * (slopes[axis] as number) + (offsets[axis] as number);
      target.elements[origin + x * step] = sample();
    }
    advanceIndex(index, lead);
  }
}

interface Sampler {
  /** The point to sample, to be written before. */
  readonly at: Float64Array;
  readonly sample: () => number;
}

function samplerOf(source: Grid<Float64Array>, interpolation: Interpolation): Sampler {
  const { shape } = source;
  const rank = shape.length;
  const at = new Float64Array(rank);
  const taps = emptyTaps(rank, interpolation.order + 1);
  const { cval } = interpolation;
  const sum = rank === 2 ? planeSum(source, taps, cval) : anySum(source, taps, cval);
  return {
    at,
    sample() {
      for (let axis = 0; axis < rank; axis++) {
        fillTaps(taps, axis, at[axis] as number, shape[axis] as number, interpolation);
        if (taps.outside[axis] === 1) return cval;
      }
      return sum();
    },
  };
}

/** The weighted sum over the taps of two axes. */
function planeSum({ elements, strides, offset }: Grid<Float64Array>, { width, pixels, weights }: AxisTaps, cval: number): () => number {
  const [down, across] = strides as readonly [number, number];
  return () => {
    let sum = 0;
    for (let i = 0; i < width; i++) {
      const row = pixels[i] as number;
      const weight = weights[i] as number;
      for (let k = width; k < 2 * width; k++) {
        const column = pixels[k] as number;
        const value = row < 0 || column < 0 ? cval : (elements[offset + row * down + column * across] as number);
        sum += value * weight * (weights[k] as number);
      }
    }
    return sum;
  };
}

/** The same over any number of axes: the list of taps is multiplied out axis by axis, from its end on, since it grows in place. */
function anySum({ elements, shape, strides, offset }: Grid<Float64Array>, { width, pixels, weights }: AxisTaps, cval: number): () => number {
  const positions = new Int32Array(width ** shape.length);
  const products = new Float64Array(positions.length);
  return () => {
    let count = 1;
    positions[0] = offset;
    products[0] = 1;
    for (let axis = 0; axis < shape.length; axis++, count *= width) {
      for (let i = count - 1; i >= 0; i--) {
        const position = positions[i] as number;
        const product = products[i] as number;
        for (let k = width - 1; k >= 0; k--) {
          const pixel = pixels[axis * width + k] as number;
          positions[i * width + k] = pixel < 0 || position < 0 ? -1 : position + pixel * (strides[axis] as number);
          products[i * width + k] = product * (weights[axis * width + k] as number);
        }
      }
    }
    let sum = 0;
    for (let i = 0; i < count; i++) {
      const position = positions[i] as number;
      sum += (position < 0 ? cval : (elements[position] as number)) * (products[i] as number);
    }
    return sum;
  };
}
