import { sizeOf, type Shape } from "@openhcs/core";
import { advanceIndex } from "../neighborhood/advance-index.js";
import type { Numbers } from "../neighborhood/elements.js";
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
export function sampleAffine(source: Grid<Numbers>, target: Grid<Float64Array>, map: AffineMap, interpolation: Interpolation): void {
  const sampler = samplerOf(source, interpolation);
  const width = target.shape.at(-1) as number;
  const step = target.strides.at(-1) as number;
  const lead = target.shape.slice(0, -1);
  const index = new Array<number>(lead.length).fill(0);
  const slopes = map.matrix.map((row) => row.at(-1) as number);
  const starts = new Array<number>(slopes.length);
  for (let line = 0; line < sizeOf(lead) * Math.sign(width); line++) {
    for (const [axis, row] of map.matrix.entries()) starts[axis] = index.reduce((sum, at, k) => sum + at * (row[k] as number), 0);
    const origin = index.reduce((sum, at, k) => sum + at * (target.strides[k] as number), target.offset);
    for (let x = 0; x < width; x++) {
      for (let axis = 0; axis < slopes.length; axis++) {
        sampler.at[axis] = (starts[axis] as number) + x * (slopes[axis] as number) + (map.offset[axis] as number);
      }
      target.elements[origin + x * step] = sampler.sample();
    }
    advanceIndex(index, lead);
  }
}

interface Sampler {
  /** The point to sample, to be written before. */
  readonly at: Float64Array;
  readonly sample: () => number;
}

function samplerOf({ elements, shape, strides, offset }: Grid<Numbers>, interpolation: Interpolation): Sampler {
  const rank = shape.length;
  const axes = Array.from({ length: rank }, () => emptyTaps(1, interpolation.order + 1));
  const at = new Float64Array(rank);
  const most = (interpolation.order + 1) ** rank;
  const positions = new Int32Array(most);
  const products = new Float64Array(most);
  const { cval } = interpolation;

  function sample(): number {
    let count = 1;
    positions[0] = offset;
    products[0] = 1;
    for (let axis = 0; axis < rank; axis++) {
      const taps = axes[axis] as AxisTaps;
      fillTaps(taps, 0, at[axis] as number, shape[axis] as number, interpolation);
      if (taps.outside[0] === 1) return cval;
      count = multiply(positions, products, count, taps, strides[axis] as number);
    }
    let sum = 0;
    for (let i = 0; i < count; i++) {
      const position = positions[i] as number;
      sum += (position < 0 ? cval : (elements[position] as number)) * (products[i] as number);
    }
    return sum;
  }
  return { at, sample };
}

/** Every position so far with every tap along one more axis, from the last on, since the list grows in place. */
function multiply(positions: Int32Array, products: Float64Array, count: number, { width, pixels, weights }: AxisTaps, stride: number): number {
  for (let i = count - 1; i >= 0; i--) {
    const position = positions[i] as number;
    const product = products[i] as number;
    for (let k = width - 1; k >= 0; k--) {
      const pixel = pixels[k] as number;
      positions[i * width + k] = pixel < 0 || position < 0 ? -1 : position + pixel * stride;
      products[i * width + k] = product * (weights[k] as number);
    }
  }
  return count * width;
}
