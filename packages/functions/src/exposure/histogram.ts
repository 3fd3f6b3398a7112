import { defineFunction, InvalidArgumentError, NdArray } from "@openhcs/core";
import { imageDtypes, numbersOf } from "../neighborhood/elements.js";
import { countInBins, equalBinEdges } from "./equal-bins.js";
import { extremesOf } from "./extremes.js";

/** How many pixels of an image fall into each of equal bins. */
export const histogram = defineFunction({
  name: "histogram",
  documentation: `Counts the pixels of an image in bins of equal width.

Bin k holds values with edge[k] ≤ value < edge[k + 1], the last one also its upper edge. Edges reach over \`range\`, or from the smallest to
the largest value; they are float64, float32 for float32 images. Values outside of the range are not counted, nor is NaN. The main output is
the counts; \`call\` also gives the edges, one more than bins.

A range without extent, as that of a constant image, reaches half a unit to either side. An empty image has the range [0, 1] and counts of
0. Without a range, NaN and infinities are refused.`,
  category: "exposure",
  tags: ["measurement", "intensity", "statistics"],
  synonyms: ["intensity distribution", "bin counts", "bincount", "calcHist"],
  source: "numpy.histogram 1.24",
  inputs: { image: { type: "array", dtypes: imageDtypes, description: "Any number of axes." } },
  parameters: {
    bins: { type: "integer", min: 1, max: 1 << 24, default: 256, description: "Number of bins." },
    range: { type: "list", items: { type: "number" }, minLength: 2, maxLength: 2, optional: true, description: "Lowest and highest edge. Default: the smallest and the largest value." },
  },
  outputs: {
    counts: { type: "array", result: "native", description: "Pixels in each bin." },
    edges: { type: "array", result: "native", description: "Edges of the bins, ascending." },
    firstEdge: { type: "number", description: "Lower edge of the first bin." },
    lastEdge: { type: "number", description: "Upper edge of the last bin." },
  },
  main: "counts",
  outputShape: (_, { bins }) => [bins],
  cost: { latencyUs: 20, gbPerSec: 0.1 },
  tolerance: { kind: "exact" },
  examples: [{}, { bins: 100, range: [0, 1000] }, { bins: 32, range: [0.1, 0.9] }],
  golden: [{ op: "histogram", variant: "numpy" }],
  check: (_, { range: [first, last] = [0, 1] }) => (first as number) <= (last as number) || "must have a range whose first value is at most the last one",
  reference({ image }, { bins, range }) {
    const values = numbersOf(image);
    const [first, last] = range ?? rangeOf(image);
    const isSingle = values instanceof Float32Array;
    const edges = equalBinEdges(bins, first as number, last as number, isSingle);
    return {
      counts: new NdArray({ data: Uint32Array.from(countInBins(values, edges)), shape: [bins] }),
      edges: new NdArray({ data: isSingle ? Float32Array.from(edges) : edges, shape: [bins + 1] }),
      firstEdge: edges[0] as number,
      lastEdge: edges[bins] as number,
    };
  },
});

function rangeOf(image: NdArray): readonly [number, number] {
  if (image.size === 0) return [0, 1];
  const { min, max } = extremesOf(numbersOf(image));
  if (Number.isFinite(min) && Number.isFinite(max)) return [min, max];
  throw new InvalidArgumentError("histogram", "range", "must be given for an image with NaN or infinities", undefined);
}
