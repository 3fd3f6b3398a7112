import { dtypeRange, isInteger, type Dtype, type NdArray } from "@openhcs/core";
import { binCentres, countInBins, equalBinEdges } from "../exposure/equal-bins.js";
import { extremesOf } from "../exposure/extremes.js";
import { numbersOf, type Numbers } from "../neighborhood/elements.js";
import { NoThresholdError } from "./threshold-errors.js";

/** How often values occur: bins by ascending centre. */
export interface Histogram {
  readonly centres: Float64Array;
  readonly counts: Float64Array;
  /** Which bin it is, from 0, where empty bins between them are counted too. */
  readonly positions: Float64Array;
}

/**
 * The histogram from which scikit-image finds thresholds: one bin per integer value, or equal bins of floats and bool; a constant image
 * has one bin, its value.
 *
 * @throws NoThresholdError for an empty image, and for NaN and infinities
 */
export function imageHistogram(image: NdArray, nbins: number, functionName: string): Histogram {
  checkNotEmpty(image.size, functionName);
  const values = numbersOf(image);
  if (isInteger(image.dtype)) return integerHistogram(values, image.dtype);
  const { min, max } = extremesOf(values);
  checkFinite(min, max, functionName);
  return min < max ? floatHistogram(values, nbins, min, max) : constantHistogram(min, image.size);
}

/** @throws NoThresholdError for an image of no pixels */
export function checkNotEmpty(size: number, functionName: string): void {
  if (size === 0) throw new NoThresholdError(functionName, "an empty image has no threshold.", "Check what was cropped or read.");
}

/** @throws NoThresholdError for extremes of an image with NaN or infinities */
export function checkFinite(min: number, max: number, functionName: string): void {
  if (Number.isFinite(min) && Number.isFinite(max)) return;
  throw new NoThresholdError(functionName, "an image with NaN or infinities has no histogram.", "Replace them first, by nanToNum.");
}

/** The one bin of an image of one value. */
export function constantHistogram(value: number, size: number): Histogram {
  return { centres: Float64Array.of(value), counts: Float64Array.of(size), positions: Float64Array.of(0) };
}

/** The centre of the bin at a position; of integers also where no pixel has the value. */
export function centreAt({ centres, positions }: Histogram, position: number): number {
  return positions[position] === position ? (centres[position] as number) : (centres[0] as number) + position;
}

/** One bin per integer value that occurs. */
export function integerHistogram(values: Numbers, dtype: Dtype): Histogram {
  const { min, max } = dtypeRange(dtype);
  return max - min <= 0xffff ? countedHistogram(countsFrom(values, min, max), min) : placed(sortedHistogram(values));
}

/** The integers that occur, by how often each does from the smallest possible one on. */
export function countedHistogram(all: Float64Array, min: number): Histogram {
  const centres = Float64Array.from(all.keys(), (bin) => bin + min).filter((_, bin) => all[bin] !== 0);
  return placed({ centres, counts: all.filter((count) => count !== 0) });
}

function placed({ centres, counts }: Occurrences): Histogram {
  return { centres, counts, positions: centres.map((centre) => centre - (centres[0] as number)) };
}

/** Equal bins from the smallest to the largest value, as `numpy.histogram`: edges in the values' own precision, the last bin closed. */
export function floatHistogram(values: Numbers, bins: number, min: number, max: number): Histogram {
  const single = values instanceof Float32Array;
  const edges = equalBinEdges(bins, min, max, single);
  return binnedHistogram(edges, countInBins(values, edges), single);
}

/** The histogram whose equal bins have these edges and counts. */
export function binnedHistogram(edges: Float64Array, counts: Float64Array, single: boolean): Histogram {
  return { centres: binCentres(edges, single), counts, positions: Float64Array.from(counts.keys()) };
}

type Occurrences = Pick<Histogram, "centres" | "counts">;

function countsFrom(values: Numbers, min: number, max: number): Float64Array {
  const all = new Float64Array(max - min + 1);
  for (let i = 0; i < values.length; i++) {
    const bin = (values[i] as number) - min;
    all[bin] = (all[bin] as number) + 1;
  }
  return all;
}

function sortedHistogram(values: Numbers): Occurrences {
  const sorted = values.slice().sort();
  const starts = sorted.map((value, i) => (i === 0 || value !== sorted[i - 1] ? 1 : 0));
  const at = Float64Array.from(sorted.keys()).filter((i) => starts[i] === 1);
  const counts = at.map((start, k) => (at[k + 1] ?? sorted.length) - start);
  return { centres: at.map((start) => sorted[start] as number), counts };
}
