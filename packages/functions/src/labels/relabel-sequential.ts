import { defineFunction, InvalidArgumentError, NdArray } from "@openhcs/core";
import { labelledDtypes } from "../measurements/measured-arrays.js";
import { numbersOf } from "../neighborhood/elements.js";

/** Labels without gaps. */
export const relabelSequential = defineFunction({
  name: "relabelSequential",
  documentation: `Renumbers the labels of an image without gaps, in ascending order.

The smallest label becomes offset, the next offset + 1, and so on; 0 is background and stays 0. The main output is the label image; \`call\` also gives
their number and a table of old and new labels. An image without objects stays empty. Negative labels are refused.`,
  category: "labels",
  tags: ["labels", "objects", "numbering"],
  synonyms: ["relabel_sequential", "renumber labels", "remove gaps", "compact labels"],
  source: "skimage.segmentation.relabel_sequential 0.19",
  inputs: { labels: { type: "array", dtypes: labelledDtypes, description: "0 is background; no negative values." } },
  parameters: { offset: { type: "integer", min: 1, max: 2 ** 31, default: 1, description: "The smallest of the new labels." } },
  outputs: {
    labels: { type: "array", result: "labels", description: "Of the same shape, with labels from offset on." },
    count: { type: "integer", description: "Number of labels." },
    mapping: { type: "table", description: "One row per label: original and label, ascending." },
  },
  main: "labels",
  contract: "flexible",
  cost: { latencyUs: 20, gbPerSec: 0.1 },
  tolerance: { kind: "exact" },
  examples: [{}, { offset: 10 }],
  golden: [{ op: "relabel_sequential", variant: "skimage" }],
  reference: ({ labels }, { offset }) => {
    const source = numbersOf(labels);
    const originals = distinctLabels(source);
    const renamed = new Map(originals.map((label, k) => [label, offset + k]));
    const data = new Uint32Array(source.length);
    for (let at = 0, last = 0, current = 0; at < source.length; at++) {
      const label = source[at] as number;
      if (label !== last) [last, current] = [label, renamed.get(label) ?? 0];
      data[at] = current;
    }
    const mapping = { original: Float64Array.from(originals), label: Float64Array.from(originals, (_, k) => offset + k) };
    return { labels: new NdArray({ data, shape: labels.shape }), count: originals.length, mapping };
  },
});

/** @throws InvalidArgumentError */
export function checkNotNegative(label: number): void {
  if (label < 0) throw new InvalidArgumentError("relabelSequential", "labels", "must not be negative", label);
}

/** All labels but 0, ascending. @throws InvalidArgumentError for negative ones */
function distinctLabels(source: ArrayLike<number>): number[] {
  const found = new Set<number>();
  for (let at = 0, last = 0; at < source.length; at++) {
    const label = source[at] as number;
    if (label === last) continue;
    checkNotNegative(label);
    found.add(last = label);
  }
  found.delete(0);
  return [...found].sort((a, b) => a - b);
}
