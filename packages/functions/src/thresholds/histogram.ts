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
  if (image.size === 0) throw new NoThresholdError(functionName, "an empty image has no threshold.", "Check what was cropped or read.");
  const values = numbersOf(image);
  if (isInteger(image.dtype)) return integerHistogram(values, image.dtype);
  const { min, max } = extremesOf(values);
  if (!Number.isFinite(min) || !Number.isFinite(max)) {
    throw new NoThresholdError(functionName, "an image with NaN or infinities has no histogram.", "Replace them first, by nanToNum.");
  }
  if (min < max) return floatHistogram(values, nbins, min, max);
  return { centres: Float64Array.of(min), counts: Float64Array.of(image.size), positions: Float64Array.of(0) };
}

/** The centre of the bin at a position; of integers also where no pixel has the value. */
export function centreAt({ centres, positions }: Histogram, position: number): number {
  return positions[position] === position ? (centres[position] as number) : (centres[0] as number) + position;
}

/** One bin per integer value that occurs. */
export function integerHistogram(values: Numbers, dtype: Dtype): Histogram {
  const { min, max } = dtypeRange(dtype);
  const { centres, counts } = max - min <= 0xffff ? countedHistogram(values, min, max) : sortedHistogram(values);
  return { centres, counts, positions: centres.map((centre) => centre - (centres[0] as number)) };
}

/** Equal bins from the smallest to the largest value, as `numpy.histogram`: edges in the values' own precision, the last bin closed. */
export function floatHistogram(values: Numbers, bins: number, min: number, max: number): Histogram {
  const single = values instanceof Float32Array;
  const edges = equalBinEdges(bins, min, max, single);
  return { centres: binCentres(edges, single), counts: countInBins(values, edges), positions: Float64Array.from({ length: bins }, (_, k) => k) };
}

type Occurrences = Pick<Histogram, "centres" | "counts">;

function countedHistogram(values: Numbers, min: number, max: number): Occurrences {
  const all = new Float64Array(max - min + 1);
  for (let i = 0; i < values.length; i++) {
    const bin = (values[i] as number) - min;
    all[bin] = (all[bin] as number) + 1;
  }
  const centres = Float64Array.from(all.keys(), (bin) => bin + min).filter((_, bin) => all[bin] !== 0);
  return { centres, counts: all.filter((count) => count !== 0) };
}

function sortedHistogram(values: Numbers): Occurrences {
  const sorted = values.slice().sort();
  const starts = sorted.map((value, i) => (i === 0 || value !== sorted[i - 1] ? 1 : 0));
  const at = Float64Array.from(sorted.keys()).filter((i) => starts[i] === 1);
  const counts = at.map((start, k) => (at[k + 1] ?? sorted.length) - start);
  return { centres: at.map((start) => sorted[start] as number), counts };
}
