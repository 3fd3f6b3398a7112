import { contiguousStrides, dtypeRange, isFloat, sizeOf, type Dtype, type Shape } from "@openhcs/core";
import { advanceIndex } from "../neighborhood/advance-index.js";
import { allocateNumbers, type Numbers } from "../neighborhood/elements.js";
import { labelBoxes, type LabelBox } from "./label-boxes.js";
import { numpyOrder } from "./numpy-order.js";
import { peakCandidates, type PeakWindow } from "./peak-candidates.js";
import { spacedPeaks } from "./spaced-peaks.js";

export interface Relief {
  readonly values: Numbers;
  readonly shape: Shape;
  readonly dtype: Dtype;
}

export interface PeakRules {
  readonly window: PeakWindow;
  readonly threshold: number;
  readonly spacing: number;
  /** Pixels along each axis near the border in which no peak lies. */
  readonly border: readonly number[];
  readonly most: number;
  readonly mostPerLabel: number;
}

/** Positions of an image's peaks in C order, the highest first. */
export function peakPositions(relief: Relief, { window, threshold, spacing, border, most }: PeakRules): Int32Array {
  const candidates = clearBorderOf(peakCandidates(relief.values, relief.shape, window, threshold), relief.shape, border);
  return highestSpaced(relief, candidates, spacing, most);
}

/** The same, label by label: every object is searched alone, as if nothing were around it. */
export function peakPositionsByLabel(relief: Relief, labels: Numbers, rules: PeakRules): Int32Array {
  const { values, shape } = relief;
  const searched = clearBorderOf(labels.slice(), shape, rules.border);
  const peaks = Int32Array.from(labelBoxes(searched, shape).flatMap((box) => [...peaksInBox(relief, labels, box, rules)]));
  if (peaks.length <= rules.most) return peaks;
  const found = new Uint8Array(values.length);
  for (const peak of peaks) found[peak] = 1;
  return highestSpaced(relief, found, rules.spacing, rules.most);
}

function peaksInBox({ values, shape, dtype }: Relief, labels: Numbers, { label, low, high }: LabelBox, rules: PeakRules): Int32Array {
  const extents = low.map((from, axis) => (high[axis] as number) - from);
  const positions = positionsIn(shape, low, extents);
  const object = new Uint8Array(positions.length);
  const alone = allocateNumbers(dtype, positions.length).fill(lowestOf(dtype));
  for (const [i, at] of positions.entries()) {
    if (labels[at] !== label) continue;
    object[i] = 1;
    alone[i] = values[at] as number;
  }
  const candidates = peakCandidates(alone, extents, rules.window, rules.threshold, object);
  return highestSpaced({ values: alone, shape: extents, dtype }, candidates, rules.spacing, rules.mostPerLabel).map((at) => positions[at] as number);
}

/** Positions in the whole image of a box's pixels. */
function positionsIn(shape: Shape, low: readonly number[], extents: Shape): Int32Array {
  const strides = contiguousStrides(shape);
  const index = extents.map(() => 0);
  const positions = new Int32Array(sizeOf(extents));
  for (let i = 0; i < positions.length; i++) {
    for (let axis = 0; axis < index.length; axis++) positions[i] = (positions[i] as number) + ((low[axis] as number) + (index[axis] as number)) * (strides[axis] as number);
    advanceIndex(index, extents);
  }
  return positions;
}

function highestSpaced({ values, shape, dtype }: Relief, candidates: Uint8Array, spacing: number, most: number): Int32Array {
  const positions = positionsOf(candidates);
  // The peer sorts by the negative, which the lowest integer does not have: it comes first.
  const lowest = isFloat(dtype) ? NaN : dtypeRange(dtype).min;
  const order = numpyOrder(Float64Array.from(positions, (at) => (values[at] === lowest ? -Infinity : -(values[at] as number))));
  return spacedPeaks(order.map((at) => positions[at] as number), shape, spacing, most);
}

function positionsOf(candidates: Uint8Array): Int32Array {
  let count = 0;
  for (const candidate of candidates) count += candidate;
  const positions = new Int32Array(count);
  for (let at = candidates.length - 1; count > 0; at--) if (candidates[at] === 1) positions[--count] = at;
  return positions;
}

/** Sets what lies near the border to 0, in place. */
function clearBorderOf<Elements extends Numbers>(elements: Elements, shape: Shape, border: readonly number[]): Elements {
  if (border.every((width) => width === 0)) return elements;
  const index = shape.map(() => 0);
  for (let at = 0; at < elements.length; at++) {
    for (let axis = 0; axis < index.length; axis++) {
      const [position, width] = [index[axis] as number, border[axis] as number];
      if (position < width || position >= (shape[axis] as number) - width) elements[at] = 0;
    }
    advanceIndex(index, shape);
  }
  return elements;
}

function lowestOf(dtype: Dtype): number {
  if (!isFloat(dtype)) return dtypeRange(dtype).min;
  return dtype === "float64" ? -Number.MAX_VALUE : dtype === "float32" ? -3.4028234663852886e38 : -65504;
}
