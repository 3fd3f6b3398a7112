import type { Histogram } from "./histogram.js";

/** What a class of bins `i … j` adds to the variance between classes, from float32 sums as scikit-image has them. */
class ClassVariance {
  readonly #weights: Float32Array;
  readonly #sums: Float32Array;

  constructor({ counts, positions }: Histogram) {
    const total = counts.reduce((sum, count) => sum + count, 0);
    this.#weights = new Float32Array(counts.length + 1);
    this.#sums = new Float32Array(counts.length + 1);
    for (let k = 0; k < counts.length; k++) {
      const fraction = Math.fround((counts[k] as number) / total);
      this.#weights[k + 1] = (this.#weights[k] as number) + fraction;
      // scikit-image counts positions from 0, but has 1 for the first.
      this.#sums[k + 1] = (this.#sums[k] as number) + Math.fround((k === 0 ? 1 : (positions[k] as number)) * fraction);
    }
  }

  /** Not rounded. */
  of(i: number, j: number): number {
    const weight = (this.#weights[j + 1] as number) - (this.#weights[i] as number);
    return weight > 0 ? ((this.#sums[j + 1] as number) - (this.#sums[i] as number)) ** 2 / weight : 0;
  }

  /** Every step in float32; the first bin by itself adds nothing. */
  single(i: number, j: number): number {
    const { fround } = Math;
    if (j === 0) return 0;
    const weight = fround((this.#weights[j + 1] as number) - (this.#weights[i] as number));
    const sum = fround((this.#sums[j + 1] as number) - (this.#sums[i] as number));
    return weight > 0 ? fround(fround(sum * sum) / weight) : 0;
  }
}

/** How far float32 sums may be from exact ones, of which the search must not lose a candidate. */
const slack = 1e-5;

/**
 * The last bin of every class but the highest, so that the variance between the classes is greatest; the first in lexical order of equal ones.
 *
 * The same splits win as in scikit-image, which sums in float32 and tries all of them. Here those are passed over that cannot win, by
 * the best that the bins from each on can add in so many classes.
 */
export function multiOtsuBins(histogram: Histogram, classes: number): readonly number[] {
  const bins = histogram.counts.length;
  const variance = new ClassVariance(histogram);
  const bounds = bestSuffixes(variance, bins, classes);
  const ends = new Array<number>(classes - 1).fill(0);
  let best: readonly number[] = [];
  let greatest = 0;

  const search = (level: number, from: number, reached: number) => {
    if (level === classes - 1) {
      const total = singleTotal(variance, ends, bins);
      if (total > greatest) [best, greatest] = [[...ends], total];
      return;
    }
    const bound = bounds[classes - 1 - level] as Float64Array;
    for (let end = from; end < bins - (classes - 1 - level); end++) {
      const withClass = reached + variance.of(from, end);
      if ((withClass + (bound[end + 1] as number)) * (1 + slack) < greatest) continue;
      ends[level] = end;
      search(level + 1, end + 1, withClass);
    }
  };
  greatest = singleTotal(variance, greedySplit(variance, bounds, bins, classes), bins) * (1 - slack);
  search(0, 0, 0);
  return best;
}

/** In the order in which scikit-image adds: lowest class, highest, then those between. */
function singleTotal(variance: ClassVariance, ends: readonly number[], bins: number): number {
  let total = Math.fround(variance.single(0, ends[0] as number) + variance.single((ends.at(-1) as number) + 1, bins - 1));
  for (let k = 1; k < ends.length; k++) total = Math.fround(total + variance.single((ends[k - 1] as number) + 1, ends[k] as number));
  return total;
}

/** A split that is the best but for rounding: at every level the end with the greatest bound. */
function greedySplit(variance: ClassVariance, bounds: readonly Float64Array[], bins: number, classes: number): number[] {
  const ends: number[] = [];
  for (let level = 0, from = 0; level < classes - 1; level++) {
    const bound = bounds[classes - 1 - level] as Float64Array;
    let [best, greatest] = [from, -Infinity];
    for (let end = from; end < bins - (classes - 1 - level); end++) {
      const total = variance.of(from, end) + (bound[end + 1] as number);
      if (total > greatest) [best, greatest] = [end, total];
    }
    ends.push(best);
    from = best + 1;
  }
  return ends;
}

/** `[c][i]`: the most that bins `i …` add in `c` classes. The best end moves up with `i`, so that halving the range finds all in n · log n. */
function bestSuffixes(variance: ClassVariance, bins: number, classes: number): readonly Float64Array[] {
  const bounds = [new Float64Array(bins + 1), Float64Array.from({ length: bins + 1 }, (_, i) => (i < bins ? variance.of(i, bins - 1) : 0))];
  for (let c = 2; c < classes; c++) {
    const rest = bounds[c - 1] as Float64Array;
    const bound = new Float64Array(bins + 1);
    const solve = (low: number, high: number, lowEnd: number, highEnd: number) => {
      if (low > high) return;
      const i = (low + high) >> 1;
      let [bestEnd, greatest] = [Math.max(i, lowEnd), -Infinity];
      for (let end = Math.max(i, lowEnd); end <= highEnd; end++) {
        const total = variance.of(i, end) + (rest[end + 1] as number);
        if (total > greatest) [bestEnd, greatest] = [end, total];
      }
      bound[i] = greatest;
      solve(low, i - 1, lowEnd, bestEnd);
      solve(i + 1, high, bestEnd, highEnd);
    };
    solve(0, bins - c, 0, bins - c);
    bounds.push(bound);
  }
  return bounds;
}
