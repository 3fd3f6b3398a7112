import { dtypeRange, type Dtype } from "@openhcs/core";
import type { Numbers } from "../neighborhood/elements.js";

/** How often values occur: bins by ascending centre. */
export interface Histogram {
  readonly centres: Float64Array;
  readonly counts: Float64Array;
}

/** One bin per integer value that occurs; empty bins in between would change nothing that is computed from sums. */
export function integerHistogram(values: Numbers, dtype: Dtype): Histogram {
  const { min, max } = dtypeRange(dtype);
  return max - min <= 0xffff ? countedHistogram(values, min, max) : sortedHistogram(values);
}

/** Equal bins from the smallest to the largest value, as `numpy.histogram`: edges in the values' own precision, the last bin closed. */
export function floatHistogram(values: Numbers, bins: number, min: number, max: number): Histogram {
  const round = values instanceof Float32Array ? Math.fround : (value: number) => value;
  const step = (max - min) / bins;
  const edges = Float64Array.from({ length: bins + 1 }, (_, k) => (k === bins ? max : round(k * step + min)));
  const centres = Float64Array.from({ length: bins }, (_, k) => round(round((edges[k] as number) + (edges[k + 1] as number)) / 2));
  const counts = new Float64Array(bins);
  const perUnit = bins / (max - min);
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    let bin = Math.min(bins - 1, Math.floor((value - min) * perUnit));
    while (bin > 0 && value < (edges[bin] as number)) bin--;
    while (bin < bins - 1 && value >= (edges[bin + 1] as number)) bin++;
    counts[bin] = (counts[bin] as number) + 1;
  }
  return { centres, counts };
}

function countedHistogram(values: Numbers, min: number, max: number): Histogram {
  const all = new Float64Array(max - min + 1);
  for (let i = 0; i < values.length; i++) {
    const bin = (values[i] as number) - min;
    all[bin] = (all[bin] as number) + 1;
  }
  const centres = Float64Array.from(all.keys(), (bin) => bin + min).filter((_, bin) => all[bin] !== 0);
  return { centres, counts: all.filter((count) => count !== 0) };
}

function sortedHistogram(values: Numbers): Histogram {
  const sorted = values.slice().sort();
  const starts = sorted.map((value, i) => (i === 0 || value !== sorted[i - 1] ? 1 : 0));
  const at = Float64Array.from(sorted.keys()).filter((i) => starts[i] === 1);
  const counts = at.map((start, k) => (at[k + 1] ?? sorted.length) - start);
  return { centres: at.map((start) => sorted[start] as number), counts };
}
