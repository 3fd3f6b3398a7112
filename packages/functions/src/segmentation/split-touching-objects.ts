import { defineFunction, NdArray } from "@openhcs/core";
import { beucher1993, maurer2003, otsu1979 } from "../citations.js";
import { gaussian } from "../filters/gaussian.js";
import { label } from "../labels/label.js";
import { foregroundOf } from "../labels/partition.js";
import { imageDtypes, imageRanks } from "../neighborhood/elements.js";
import { thresholdOtsu } from "../thresholds/threshold-otsu.js";
import { squaredDistances } from "./distance-transform-edt.js";
import { peakLocalMax } from "./peak-local-max.js";
import { floodFrom } from "./watershed.js";

/** Round objects that touch, each with a label of its own. */
export const splitTouchingObjects = defineFunction({
  name: "splitTouchingObjects",
  documentation: `Parts round objects that touch, by the watershed of their distance transform.

Foreground is what exceeds Otsu's threshold; of a mask (bool) and of labels (uint32), which are foreground already, all that is not zero. The distances from the background are smoothed with a Gaussian of
smooth pixels (border reflect); their local maxima, at least minDistance pixels apart along some axis within one component (with corners), are
the markers, numbered in raster order, from which the negative distances are flooded within the foreground, across faces. A larger minDistance
or more smoothing splits less. The main output is the label image; \`call\` also gives the count of markers.

Every component has at least one marker. A constant image has no objects; a mask without background is measured as distanceTransformEdt does. Empty images and images
with NaN or infinities are refused (NO_THRESHOLD).`,
  category: "segmentation",
  tags: ["objects", "labels", "watershed", "splitting", "pipeline"],
  synonyms: ["split touching", "declump", "separate touching objects", "identify primary objects", "watershed segmentation", "binary watershed"],
  source: "scipy.ndimage.distance_transform_edt 1.10; skimage.feature.peak_local_max and skimage.segmentation.watershed 0.19",
  citations: [otsu1979, maurer2003, beucher1993],
  inputs: { image: { type: "array", dtypes: imageDtypes, ranks: imageRanks, description: "Bright objects, or a mask of bool, or labels of uint32." } },
  parameters: {
    smooth: { type: "number", min: 0, max: 4096, default: 1, unit: "px", description: "Standard deviation of the distances' smoothing." },
    minDistance: { type: "integer", min: 1, max: 1 << 20, default: 5, unit: "px", description: "How far the centres of objects are apart along some axis." },
  },
  outputs: {
    labels: { type: "array", result: "labels", description: "Of the image's shape; 0 is background." },
    count: { type: "integer", description: "Number of objects." },
  },
  main: "labels",
  contract: "flexible",
  cost: { latencyUs: 500, gbPerSec: 0.004 },
  tolerance: { kind: "labels" },
  examples: [{}, { smooth: 0, minDistance: 3 }, { smooth: 2, minDistance: 8 }],
  golden: [{ op: "pipeline_split", variant: "skimage" }],
  reference: async ({ image }, { smooth, minDistance }, context) => {
    const mask = isForeground(image) ? new NdArray({ data: foregroundOf(image), shape: image.shape, dtype: "bool" }) : (await thresholdOtsu.reference({ image }, { convention: "skimage" }, context)).mask;
    const inside = mask.data as Uint8Array;
    const distances = squaredDistances(inside, image.shape, image.shape.map(() => 1));
    for (let at = 0; at < distances.length; at++) distances[at] = Math.sqrt(distances[at] as number);
    const heights = await gaussian.reference({ image: new NdArray({ data: distances, shape: image.shape }) }, { convention: "scipy", sigma: smooth, mode: "reflect", cval: 0, truncate: 4 }, context);
    const { labels: components } = await label.reference({ image: mask }, { convention: "skimage" }, context);
    const { markers, count } = await peakLocalMax.reference({ image: heights, labels: components }, { minDistance, excludeBorder: 0 }, context);
    const depths = new Float64Array(image.size);
    for (let at = 0; at < depths.length; at++) depths[at] = -(heights.data[at] as number);
    const data = floodFrom(new NdArray({ data: depths, shape: image.shape }), new Int32Array(markers.data as Uint32Array), inside, { connectivity: 1, compactness: 0, line: false });
    return { labels: new NdArray({ data, shape: image.shape }), count };
  },
});

/** Masks and labels, as functions give them, are no intensities. */
function isForeground({ dtype }: NdArray): boolean {
  return dtype === "bool" || dtype === "uint32";
}
