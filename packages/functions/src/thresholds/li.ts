import type { Numbers } from "../neighborhood/elements.js";
import { pairwiseMean } from "../reductions/pairwise-sum.js";
import type { Histogram } from "./histogram.js";
import { singleLog } from "./single-log.js";

/** Where Li's iteration begins and ends. */
export interface LiSearch {
  readonly tolerance?: number | undefined;
  readonly initialGuess?: number | undefined;
}

/** Li's threshold of integers, from their histogram. */
export function liIntegerThreshold({ centres, counts, positions }: Histogram, { tolerance = 0.5, initialGuess }: LiSearch): number {
  const min = centres[0] as number;
  const last = counts.length - 1;
  const counted = new Float64Array(last + 1);
  const summed = new Float64Array(last + 1);
  for (let k = 0, count = 0, sum = 0; k <= last; k++) {
    counted[k] = count += counts[k] as number;
    summed[k] = sum += (counts[k] as number) * (positions[k] as number);
  }
  const total = summed[last] as number;
  const size = counted[last] as number;
  let [previous, threshold] = [-2 * tolerance, initialGuess === undefined ? total / size : initialGuess - min];
  while (Math.abs(threshold - previous) > tolerance) {
    previous = threshold;
    const k = lastAtMost(positions, threshold);
    const below = (summed[k] as number) / (counted[k] as number);
    const above = (total - (summed[k] as number)) / (size - (counted[k] as number));
    threshold = (below - above) / (Math.log(below) - Math.log(above));
  }
  return threshold + min;
}

/** Li's threshold of finite floats, in their own precision. */
export function liFloatThreshold(values: Numbers, min: number, { tolerance, initialGuess }: LiSearch): number {
  const isSingle = values instanceof Float32Array;
  const round = isSingle ? Math.fround : (value: number) => value;
  const log = (value: number) => (isSingle && value > 0 ? singleLog(value) : Math.log(value));
  const raised = values.map((value) => value - min);
  const most = tolerance ?? smallestDifference(raised) / 2;
  let [previous, threshold] = [-2 * most, initialGuess === undefined ? pairwiseMean(raised) : initialGuess - min];
  const side = raised.slice();
  while (Math.abs(threshold - previous) > most) {
    previous = threshold;
    const [below, above] = meansOfSides(raised, side, round(threshold));
    threshold = round(round(below - above) / round(log(below) - log(above)));
  }
  return round(threshold + min);
}

/** Means of what is at most a threshold, and of what exceeds it. */
function meansOfSides(values: Numbers, side: Numbers, threshold: number): readonly [below: number, above: number] {
  let belowCount = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (value <= threshold) side[belowCount++] = value;
  }
  const below = pairwiseMean(side.subarray(0, belowCount));
  let aboveCount = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (value > threshold) side[aboveCount++] = value;
  }
  return [below, pairwiseMean(side.subarray(0, aboveCount))];
}

function smallestDifference(values: Numbers): number {
  const sorted = values.slice().sort();
  const round = values instanceof Float32Array ? Math.fround : (value: number) => value;
  let smallest = Infinity;
  for (let i = 1; i < sorted.length; i++) {
    const difference = round((sorted[i] as number) - (sorted[i - 1] as number));
    if (difference > 0 && difference < smallest) smallest = difference;
  }
  return smallest;
}

/** Index of the last position that is at most the threshold, which is not below the first. */
function lastAtMost(positions: Float64Array, threshold: number): number {
  let [low, high] = [0, positions.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((positions[middle] as number) <= threshold) low = middle;
    else high = middle - 1;
  }
  return low;
}
