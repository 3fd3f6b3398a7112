import { defineFunction, NdArray } from "@openhcs/core";
import { imageRanks } from "../neighborhood/elements.js";
import { connectedComponents } from "./connected-components.js";
import { checkConnectivity } from "./connectivity.js";
import { foregroundOf, partitionOf } from "./partition.js";

/** Connected components of an image, numbered from 1. */
export const label = defineFunction({
  name: "label",
  documentation: `Numbers the connected components of an image from 1, in raster order of their first pixels.

Neighbours differ by at most 1 in at most connectivity axes: in 2D 1 gives 4 neighbours and 2 gives 8, in 3D 1, 2, 3 give 6, 18, 26. Zero is
background and becomes 0. skimage: pixels of equal value connect, so that touching objects of different values stay apart; floats are
truncated first. scipy and cv2: everything that is not zero connects; cv2 takes planes only. NaN is one value that is not zero. An image
without objects gives zeros and count 0, a constant one that is not zero a single component.`,
  category: "labels",
  tags: ["segmentation", "objects", "components"],
  synonyms: ["connected components", "connectedComponents", "bwlabel", "blob labelling", "identify objects", "count objects"],
  source: "skimage.measure.label; scipy.ndimage.label; cv2.connectedComponents; Fiorio and Gustedt 1996",
  citations: [{ text: "Fiorio C, Gustedt J (1996). Two linear time Union-Find strategies for image processing. Theor. Comput. Sci. 154(2):165–181.", doi: "10.1016/0304-3975(94)00262-2" }],
  inputs: { image: { type: "array", ranks: imageRanks, description: "A mask, or values of which equal ones belong together." } },
  parameters: {
    convention: { type: "string", choices: ["skimage", "scipy", "cv2"], default: "skimage", description: "What connects: equal values, or all that is not zero." },
    connectivity: {
      type: "integer", min: 1, max: 8, optional: true,
      description: "Axes in which neighbours may differ, at most the rank. Default: the rank, for scipy 1.",
    },
  },
  outputs: {
    labels: { type: "array", result: "labels", description: "Of the image's shape; 0 is background." },
    count: { type: "integer", description: "Number of components, which is the largest label." },
  },
  main: "labels",
  check: ({ image }, { convention, connectivity }) => checkConnectivity(image, connectivity)
    ?? (convention !== "cv2" || image?.shape.length === 2 || "of convention cv2 must be one plane; call it slice by slice"),
  contract: "flexible",
  cost: { latencyUs: 30, gbPerSec: 0.1 },
  tolerance: { kind: "labels" },
  examples: [{}, { connectivity: 1 }, { convention: "scipy" }, { convention: "scipy", connectivity: 2 }],
  golden: [
    { op: "label", variant: "skimage" },
    { op: "label", variant: "scipy", fixed: { convention: "scipy" } },
    { op: "label", variant: "cv2", fixed: { convention: "cv2" } },
  ],
  reference: ({ image }, { convention, connectivity = convention === "scipy" ? 1 : image.rank }) => {
    const values = convention === "skimage" ? partitionOf(image) : foregroundOf(image);
    const { labels, count } = connectedComponents(values, image.shape, connectivity);
    return { labels: new NdArray({ data: labels, shape: image.shape }), count };
  },
});
