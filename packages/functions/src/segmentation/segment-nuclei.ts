import { defineFunction, isFloat, NdArray } from "@openhcs/core";
import { otsu1979 } from "../citations.js";
import { gaussian } from "../filters/gaussian.js";
import { label } from "../labels/label.js";
import { removeSmallObjects } from "../labels/remove-small-objects.js";
import { regionprops } from "../measurements/regionprops.js";
import { binaryFillHoles } from "../morphology/binary-fill-holes.js";
import { imageDtypes, numbersOf } from "../neighborhood/elements.js";
import { thresholdOtsu } from "../thresholds/threshold-otsu.js";

/** Bright objects of an image, labelled and measured. */
export const segmentNuclei = defineFunction({
  name: "segmentNuclei",
  documentation: `Finds bright objects such as nuclei: smooths, thresholds, fills holes, drops what is small, labels and measures.

The image is smoothed with a Gaussian (σ pixels, nearest border) in float64, for float32 in float32; foreground is what exceeds Otsu's
threshold. Holes (background that does not reach the border through faces) are filled, components of fewer than minSize pixels removed; the
others are numbered from 1 in raster order, neighbours across faces. One row per object is measured on the image as it was: label, area,
centroid and mean_intensity. The main output is the label image; \`call\` also gives the threshold, the count and the table.

Objects that touch are one; splitTouchingObjects, given these labels, parts them. A constant image has no objects. Empty images and images with NaN or infinities are
refused (NO_THRESHOLD).`,
  category: "segmentation",
  tags: ["objects", "labels", "nuclei", "counting", "pipeline"],
  synonyms: ["identify primary objects", "nuclei segmentation", "count nuclei", "blob detection", "analyze particles", "cell counting"],
  source: "scikit-image 0.19: gaussian, threshold_otsu, binary_fill_holes, remove_small_objects, label, regionprops_table",
  citations: [otsu1979],
  inputs: { image: { type: "array", dtypes: imageDtypes, ranks: [2, 3], description: "A plane or volume in which objects are bright." } },
  parameters: {
    sigma: { type: "number", perAxis: true, min: 0, max: 4096, default: 1, unit: "px", description: "Standard deviation of the smoothing, one for all axes or one per axis; 0 leaves an axis alone." },
    minSize: { type: "integer", min: 0, default: 64, unit: "px", description: "Smallest object that stays." },
  },
  outputs: {
    labels: { type: "array", result: "labels", description: "Of the image's shape; 0 is background." },
    threshold: { type: "number", description: "Intensity that the smoothed image exceeds in objects." },
    count: { type: "integer", description: "Number of objects." },
    table: { type: "table", description: "One row per object: label, area, centroid-0 …, mean_intensity." },
  },
  main: "labels",
  contract: "flexible",
  cost: { latencyUs: 500, gbPerSec: 0.01 },
  tolerance: { kind: "labels" },
  examples: [{ minSize: 4 }, { sigma: 2, minSize: 16 }, { sigma: 0, minSize: 0 }],
  golden: [{ op: "pipeline_nuclei", variant: "skimage" }],
  reference: async ({ image }, { sigma, minSize }, context) => {
    const smooth = await gaussian.reference({ image: floating(image) }, { convention: "skimage", sigma, mode: "nearest", cval: 0, truncate: 4, preserveRange: true }, context);
    const { mask, threshold } = await thresholdOtsu.reference({ image: smooth }, { convention: "skimage" }, context);
    const filled = await binaryFillHoles.reference({ image: mask }, {}, context);
    const large = await removeSmallObjects.reference({ image: filled }, { minSize, connectivity: 1 }, context);
    const { labels, count } = await label.reference({ image: large }, { convention: "skimage", connectivity: 1 }, context);
    const table = await regionprops.reference({ labels, intensity: image }, { properties: ["label", "area", "centroid", "mean_intensity"] }, context);
    return { labels, threshold, count, table };
  },
});

/** Integers as float64, in which the peer smooths them. */
function floating(image: NdArray): NdArray {
  return isFloat(image.dtype) ? image : new NdArray({ data: Float64Array.from(numbersOf(image)), shape: image.shape });
}
