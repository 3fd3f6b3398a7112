import { defineFunction, NdArray, sizeOf } from "@openhcs/core";
import { beucher1993 } from "../citations.js";
import { connectedComponents } from "../labels/connected-components.js";
import { checkConnectivity } from "../labels/connectivity.js";
import { labelDtypes } from "../labels/label-dtypes.js";
import { foregroundOf } from "../labels/partition.js";
import { sameShape } from "../measurements/measured-arrays.js";
import { imageRanks, numbersOf } from "../neighborhood/elements.js";
import { addBorder, borderedShape, removeBorder } from "./bordered.js";
import { flood, type FloodRules } from "./flood.js";
import { localMinima } from "./local-minima.js";
import { regularMarkers } from "./regular-markers.js";

/** Basins of an image, flooded from markers. */
export const watershed = defineFunction({
  name: "watershed",
  documentation: `Parts an image into basins by flooding it from markers.

The lowest pixel next to a labelled one is labelled next; of equal ones the one that has waited longest, so that a plateau is shared out
between its sides. Markers are pixels that carry a label other than 0; without them every local minimum (a plateau of which all neighbours are
higher) is one, or about markerCount points on a regular grid. Only pixels of the mask are labelled; what no marker reaches stays 0.

compactness above 0 adds so much to the height per pixel of distance from the marker, which gives rounder basins (compact watershed).
watershedLine leaves the pixels between basins at 0, one pixel wide. To part touching objects, flood the negative distance transform of
their mask.

Heights are compared in float64; NaN is neither lower nor higher than anything. A constant image has no minimum, hence without markers no basin. Markers
are 32-bit integers; the dtype rule makes negative ones 0.`,
  category: "segmentation",
  tags: ["objects", "labels", "flooding", "splitting"],
  synonyms: ["seeded watershed", "marker-controlled watershed", "catchment basins", "region growing", "split touching objects", "identify secondary objects"],
  source: "skimage.segmentation.watershed 0.19; Beucher and Meyer 1993; Neubert and Protzel 2014",
  citations: [
    beucher1993,
    { text: "Neubert P, Protzel P (2014). Compact watershed and preemptive SLIC: on improving trade-offs of superpixel segmentation algorithms. Proc. Int. Conf. Pattern Recognit., 996–1001.", doi: "10.1109/ICPR.2014.181" },
  ],
  inputs: {
    image: { type: "array", ranks: imageRanks, description: "Heights; the lowest are flooded first." },
    markers: { type: "array", dtypes: labelDtypes, optional: true, description: "Of the image's shape; labels from which the flood starts, 0 elsewhere." },
    mask: { type: "array", optional: true, description: "Of the image's shape; only where it is not zero labels are given." },
  },
  parameters: {
    connectivity: { type: "integer", min: 1, max: 8, default: 1, description: "Axes in which neighbours may differ, at most the rank." },
    compactness: { type: "number", min: 0, default: 0, description: "What a pixel of distance from the marker adds to the height." },
    watershedLine: { type: "boolean", default: false, description: "Whether pixels between basins stay 0." },
    markerCount: { type: "integer", min: 1, optional: true, description: "Instead of markers: about so many on a regular grid over the image, those in the mask." },
  },
  outputs: { labels: { type: "array", result: "labels", description: "Of the image's shape: the label of the marker from which each pixel was reached." } },
  check: ({ image, markers, mask }, { connectivity, markerCount }) =>
    checkConnectivity(image, connectivity) ?? sameShape("image", image, "markers", markers) ?? sameShape("image", image, "mask", mask)
    ?? (markers === undefined || markerCount === undefined || "must come either with markers or with markerCount"),
  contract: "flexible",
  cost: { latencyUs: 50, gbPerSec: 0.005 },
  tolerance: { kind: "labels" },
  examples: [{}, { connectivity: 2 }, { markerCount: 9 }, { markerCount: 6, watershedLine: true }, { markerCount: 6, compactness: 10 }],
  golden: [{
    op: "watershed", variant: "skimage",
    quirk: "which of equally high pixels is flooded first hangs on the order of neighbours beyond 2D, which an unstable sort of NumPy decides",
  }],
  reference: ({ image, markers, mask }, { markerCount, watershedLine, ...rules }) => {
    const inside = mask === undefined ? new Uint8Array(image.size).fill(1) : foregroundOf(mask);
    const starts = markers === undefined ? ownMarkers(image, inside, rules.connectivity, markerCount) : new Int32Array(numbersOf(markers));
    const data = floodFrom(image, starts, inside, { ...rules, line: watershedLine });
    return new NdArray({ data, shape: image.shape });
  },
});

/** Labels of the basins around markers, within a mask. */
export function floodFrom(image: NdArray, markers: Int32Array, mask: Uint8Array, rules: FloodRules): Int32Array<ArrayBuffer> {
  const { shape } = image;
  const size = sizeOf(borderedShape(shape));
  const starts = markers.slice();
  for (let at = 0; at < starts.length; at++) if (mask[at] === 0) starts[at] = 0;
  const landscape = {
    shape,
    heights: addBorder(numbersOf(image), new Float64Array(size), shape),
    labels: addBorder(starts, new Int32Array(size), shape),
    mask: addBorder(mask, new Uint8Array(size), shape),
  };
  flood(landscape, rules);
  return removeBorder(landscape.labels, new Int32Array(image.size), shape);
}

function ownMarkers(image: NdArray, mask: Uint8Array, connectivity: number, count: number | undefined): Int32Array {
  if (count !== undefined) {
    const inside = mask.reduce((sum, marked) => sum + marked, 0);
    // As many on the whole image as give the number within the mask.
    return inside === 0 ? new Int32Array(image.size) : regularMarkers(image.shape, Math.trunc(count / (inside / image.size)));
  }
  const minima = localMinima(numbersOf(image), image.shape, connectivity).map((lowest, at) => lowest & (mask[at] as number));
  return new Int32Array(connectedComponents(minima, image.shape, connectivity).labels);
}
