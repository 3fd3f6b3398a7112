import type { Numbers } from "../neighborhood/elements.js";

/**
 * Edges of bins of equal width, one more than bins, as `numpy.histogram` has them: in single precision where the values are.
 *
 * A range without extent reaches half a unit to either side.
 */
export function equalBinEdges(bins: number, first: number, last: number, single: boolean): Float64Array {
  if (first === last) return equalBinEdges(bins, first - 0.5, last + 0.5, single);
  const round = single ? Math.fround : (value: number) => value;
  const step = (last - first) / bins;
  return Float64Array.from({ length: bins + 1 }, (_, k) => round(k === bins ? last : k * step + first));
}

/** How many values lie in each bin: the lower edge belongs to a bin, the last bin has both; what lies outside, and NaN, is not counted. */
export function countInBins(values: Numbers, edges: Float64Array): Float64Array {
  const bins = edges.length - 1;
  const first = edges[0] as number;
  const last = edges[bins] as number;
  const counts = new Float64Array(bins);
  const perUnit = bins / (last - first);
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (!(value >= first && value <= last)) continue;
    let bin = Math.min(bins - 1, Math.floor((value - first) * perUnit));
    while (bin > 0 && value < (edges[bin] as number)) bin--;
    while (bin < bins - 1 && value >= (edges[bin + 1] as number)) bin++;
    counts[bin] = (counts[bin] as number) + 1;
  }
  return counts;
}

/** The middle of each bin, in the precision of the edges. */
export function binCentres(edges: Float64Array, single: boolean): Float64Array {
  const round = single ? Math.fround : (value: number) => value;
  return Float64Array.from({ length: edges.length - 1 }, (_, k) => round(round((edges[k] as number) + (edges[k + 1] as number)) / 2));
}
