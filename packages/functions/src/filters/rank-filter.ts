import { defineFunction, NdArray } from "@openhcs/core";
import { huang1979 } from "../citations.js";
import { imageDtypes, imageRanks, numbersOf, truncatedTo } from "../neighborhood/elements.js";
import { footprintRank } from "../neighborhood/footprint-rank.js";
import { memberCount } from "../neighborhood/footprint.js";
import { checkWindow, describedWindow, windowParameters } from "../neighborhood/window.js";

/** The neighbour of a given rank around every pixel. */
export const rankFilter = defineFunction({
  name: "rankFilter",
  documentation: `Replaces each pixel by the neighbour of a given rank: 0 is the smallest, −1 the largest.

The neighbourhood is a box of \`size\` pixels, or the \`footprint\`; its centre is at ⌊size / 2⌋ along each axis. The result has the image's
dtype, exactly. A footprint with fewer axes than the image acts on the last ones, so that a disk on a stack goes plane by plane. cval takes
part as it is; where it is taken, integers hold it truncated and modulo 2ⁿ.

NaN sorts after infinity. A constant image stays as it is, except near a constant border; axes of extent 1 are filtered like others. A
window larger than the image reads the continued border as often as it takes.`,
  category: "filters",
  tags: ["rank", "denoising", "edge-preserving"],
  synonyms: ["rank filter", "order statistic", "rank_filter"],
  source: "scipy.ndimage.rank_filter 1.10; T. Huang, G. Yang and G. Tang 1979 for the running histogram",
  citations: [huang1979],
  inputs: { image: { type: "array", dtypes: imageDtypes, ranks: imageRanks, description: "Any number of axes from one on." } },
  parameters: {
    rank: { type: "integer", default: 0, description: "Place among the sorted neighbours; negative ones count from the top. Below the number of neighbours." },
    ...windowParameters,
  },
  outputs: { image: { type: "array", result: "image", description: "The filtered image." } },
  contract: "flexible",
  cost: { latencyUs: 50, gbPerSec: 0.005 },
  tolerance: { kind: "exact" },
  examples: [
    { rank: 0 }, { rank: 3, size: 5, mode: "nearest" }, { rank: -2, size: 4, mode: "mirror" }, { rank: 7, size: 3, mode: "constant", cval: 7 },
    { rank: 12, footprint: { shape: "disk", radius: 3 } },
  ],
  check({ image }, parameters) {
    const rank = image?.shape.length ?? 1;
    const answer = checkWindow(rank, parameters);
    if (answer !== true || image === undefined) return answer;
    const members = memberCount(describedWindow(rank, parameters));
    return (parameters.rank >= -members && parameters.rank < members) || `must have a rank of ${-members} to ${members - 1} in a window of ${members} pixels`;
  },
  reference({ image }, parameters) {
    const { dtype, shape } = image;
    const window = describedWindow(image.rank, parameters);
    const values = footprintRank(numbersOf(image), shape, window, parameters, parameters.rank < 0 ? parameters.rank + memberCount(window) : parameters.rank);
    return new NdArray({ data: truncatedTo(dtype, values), shape, dtype });
  },
});
