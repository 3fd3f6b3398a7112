import { defineFunction, NdArray } from "@openhcs/core";
import { huang1979 } from "../citations.js";
import { imageDtypes, imageRanks, numbersOf, truncatedTo } from "../neighborhood/elements.js";
import { footprintRank } from "../neighborhood/footprint-rank.js";
import { memberCount } from "../neighborhood/footprint.js";
import { checkWindow, describedWindow, windowParameters } from "../neighborhood/window.js";

/** A percentile of every pixel's neighbourhood. */
export const percentileFilter = defineFunction({
  name: "percentileFilter",
  documentation: `Replaces each pixel by a percentile of its neighbourhood, such as its median or a background below bright objects.

Of n sorted values the one of index ⌊n · percentile / 100⌋ is taken, of 100 the last: values of the image, never means of two. Negative
percentiles count from the top, −20 being 80. The neighbourhood is a box of \`size\` pixels, or the \`footprint\`; its centre is at ⌊size /
2⌋ along each axis. The result has the image's dtype, exactly. A footprint with fewer axes than the image acts on the last ones, so that a
disk on a stack goes plane by plane. cval takes part as it is; where it is taken, integers hold it truncated and modulo 2ⁿ.

NaN sorts after infinity. A constant image stays as it is, except near a constant border; axes of extent 1 are filtered like others. A
window larger than the image reads the continued border as often as it takes.`,
  category: "filters",
  tags: ["rank", "background", "denoising", "edge-preserving"],
  synonyms: ["percentile filter", "quantile filter", "local percentile", "percentile_filter"],
  source: "scipy.ndimage.percentile_filter 1.10; T. Huang, G. Yang and G. Tang 1979 for the running histogram",
  citations: [huang1979],
  inputs: { image: { type: "array", dtypes: imageDtypes, ranks: imageRanks, description: "Any number of axes from one on." } },
  parameters: {
    percentile: { type: "number", min: -100, max: 100, default: 50, unit: "%", description: "Position among the sorted neighbours; negative ones count from the top." },
    ...windowParameters,
  },
  outputs: { image: { type: "array", result: "image", description: "The filtered image." } },
  contract: "flexible",
  cost: { latencyUs: 50, gbPerSec: 0.005 },
  tolerance: { kind: "exact" },
  examples: [
    { percentile: 25 }, { percentile: 90, size: 5, mode: "nearest" }, { percentile: -10, size: 4, mode: "mirror" }, { percentile: 0 }, { percentile: 100 },
    { percentile: 60, footprint: { shape: "disk", radius: 3 } }, { percentile: 30, size: 3, mode: "constant", cval: 7 }, { percentile: 20, size: 15 },
  ],
  golden: [{ op: "percentile_filter", variant: "scipy", quirk: "NaN sorts after infinity, while SciPy's comparisons leave it anywhere" }],
  check: ({ image }, parameters) => checkWindow(image?.shape.length ?? 1, parameters),
  reference({ image }, parameters) {
    const { dtype, shape } = image;
    const window = describedWindow(image.rank, parameters);
    const values = footprintRank(numbersOf(image), shape, window, parameters, percentileRank(parameters.percentile, memberCount(window)));
    return new NdArray({ data: truncatedTo(dtype, values), shape, dtype });
  },
});

/** The place of a percentile among so many sorted neighbours. */
export function percentileRank(percentile: number, members: number): number {
  const fromBottom = percentile < 0 ? percentile + 100 : percentile;
  return fromBottom === 100 ? members - 1 : Math.floor((members * fromBottom) / 100);
}
