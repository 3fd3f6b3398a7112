import { contiguousStrides, defineFunction, InvalidArgumentError, type Table } from "@openhcs/core";
import { numbersOf } from "../neighborhood/elements.js";
import { labelledDtypes, sameShape } from "./measured-arrays.js";

/** Sum, mean, deviation, extremes and centre of mass of the intensities under every label from 1 to the largest. */
export const labelStatistics = defineFunction({
  name: "labelStatistics",
  documentation: `Gives statistics of the intensities under every label, one row for each from 1 to the largest.

Columns: label, sum, mean, std (of the population, √(Σ(x - mean)²/n)), min, max, com-0 … (centre of mass Σ(x·i)/Σx per axis). Labels that are
absent have sum, min and max 0 and NaN elsewhere, as in SciPy. NaN intensities make sum, mean, std, max and the centre of mass NaN, and
count for min only where there is nothing else. No labels give a table of zero rows.`,
  category: "measurements",
  tags: ["labels", "objects", "intensity", "table"],
  synonyms: ["label_statistics", "sum_labels", "labeled_comprehension", "center_of_mass", "zonal statistics", "intensity statistics", "standard_deviation"],
  source: "scipy.ndimage.sum_labels, mean, standard_deviation, minimum, maximum, center_of_mass",
  inputs: {
    labels: { type: "array", dtypes: labelledDtypes, description: "0 and negative values are background." },
    intensity: { type: "array", description: "Of the labels' shape." },
  },
  parameters: {},
  outputs: { table: { type: "table", description: "One row per label, present or not." } },
  check: ({ labels, intensity }) => sameShape("labels", labels, "intensity", intensity) ?? true,
  contract: "flexible",
  cost: { latencyUs: 50, gbPerSec: 0.15 },
  tolerance: { kind: "allclose", rtol: 1e-6, atol: 1e-9 },
  examples: [{}],
  golden: [{ op: "label_statistics", variant: "scipy" }],
  reference: ({ labels, intensity }) => {
    const statistics = new Statistics(numbersOf(labels), numbersOf(intensity));
    return { ...statistics.moments(), ...statistics.extremes(), ...statistics.centers(labels.shape) };
  },
});

/** Labels without a pixel cost a row each: with more of them than this, a large label is taken for a mistake. */
const rowsWorthMaking = 2 ** 20;

/** @throws InvalidArgumentError where the largest label is beyond any table */
export function checkRows(largest: number, pixels: number): void {
  if (largest <= Math.max(pixels, rowsWorthMaking)) return;
  throw new InvalidArgumentError("labelStatistics", "labels", "must not be far beyond the number of pixels, as there is a row for each; relabel them from 1", largest);
}

class Statistics {
  readonly #labels: ArrayLike<number>;
  readonly #intensity: ArrayLike<number>;
  readonly #rows: number;
  readonly #sums: Float64Array;

  constructor(labels: ArrayLike<number>, intensity: ArrayLike<number>) {
    let largest = 0;
    for (let i = 0; i < labels.length; i++) if ((labels[i] as number) > largest) largest = labels[i] as number;
    checkRows(largest, labels.length);
    this.#labels = labels;
    this.#intensity = intensity;
    this.#rows = largest;
    this.#sums = this.#sumOf((i) => intensity[i] as number);
  }

  moments(): Table {
    const counts = this.#sumOf(() => 1);
    const mean = this.#sums.map((sum, row) => sum / (counts[row] as number));
    const squares = this.#sumOf((i, row) => ((this.#intensity[i] as number) - (mean[row] as number)) ** 2);
    return { label: mean.map((_, row) => row + 1), sum: this.#sums, mean, std: squares.map((sum, row) => Math.sqrt(sum / (counts[row] as number))) };
  }

  extremes(): Table {
    const min = new Float64Array(this.#rows).fill(NaN);
    const max = new Float64Array(this.#rows).fill(-Infinity);
    const present = new Uint8Array(this.#rows);
    this.#forEachPixel((i, row) => {
      const value = this.#intensity[i] as number;
      if (!(value >= (min[row] as number)) && !Number.isNaN(value)) min[row] = value;
      max[row] = Math.max(max[row] as number, value);
      present[row] = 1;
    });
    const orZero = (value: number, row: number) => (present[row] === 1 ? value : 0);
    return { min: min.map(orZero), max: max.map(orZero) };
  }

  centers(shape: readonly number[]): Table {
    const columns = contiguousStrides(shape).map((stride, axis) => {
      const extent = shape[axis] as number;
      const weighted = this.#sumOf((i) => (this.#intensity[i] as number) * (Math.floor(i / stride) % extent));
      return [`com-${axis}`, weighted.map((sum, row) => sum / (this.#sums[row] as number))] as const;
    });
    return Object.fromEntries(columns);
  }

  #sumOf(term: (pixel: number, row: number) => number): Float64Array {
    const sums = new Float64Array(this.#rows);
    this.#forEachPixel((i, row) => { sums[row] = (sums[row] as number) + term(i, row); });
    return sums;
  }

  #forEachPixel(visit: (pixel: number, row: number) => void): void {
    for (let i = 0; i < this.#labels.length; i++) {
      const row = (this.#labels[i] as number) - 1;
      if (row >= 0) visit(i, row);
    }
  }
}
