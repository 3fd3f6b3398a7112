import { contiguousStrides, defineFunction, isFloat, NdArray, type Dtype, type Shape } from "@openhcs/core";
import { labelDtypes } from "../labels/label-dtypes.js";
import { sameShape } from "../measurements/measured-arrays.js";
import { elementOf, imageDtypes, imageRanks, numbersOf, type Numbers } from "../neighborhood/elements.js";
import { checkFootprint, describedFootprint, footprintParameter, type Footprint } from "../neighborhood/footprint.js";
import { perAxis } from "../neighborhood/per-axis.js";
import { peakPositions, peakPositionsByLabel } from "./peak-positions.js";

/** The highest points of an image's surroundings. */
export const peakLocalMax = defineFunction({
  name: "peakLocalMax",
  documentation: `Finds local maxima that are some distance apart.

A peak is a pixel that nothing exceeds within minDistance pixels along every axis (or within the footprint), that is above the threshold
and not in the excluded border. Peaks are taken from the highest down, each at least minDistance pixels along some axis from those taken
before; of a plateau that leaves one pixel, of equals the one that scikit-image takes. The threshold is the greater of thresholdAbs and
thresholdRel times the maximum; without thresholdAbs the image's minimum.

With labels every object is searched alone, and numPeaks counts the peaks of all. A constant image has no peak; of a constant object those
pixels count as peaks that its opening with a cross of 3 pixels removes: corners, lines, points.

Outside of the image, and of an object's bounding box, is 0, which exceeds negative values near it. NaN is no peak, spreads over its surroundings,
and makes the threshold NaN, so that nothing is found, unless thresholdAbs is given. Empty images have no peaks. The main output is a label image with one
pixel per peak, numbered in raster order, as watershed takes it; \`call\` also gives coordinates and count.`,
  category: "segmentation",
  tags: ["peaks", "markers", "seeds", "detection"],
  synonyms: ["peak_local_max", "local maxima", "find maxima", "seed points", "spot detection", "non-maximum suppression"],
  source: "skimage.feature.peak_local_max 0.19",
  inputs: {
    image: { type: "array", dtypes: imageDtypes.filter((dtype) => dtype !== "bool"), ranks: imageRanks, description: "Any number of axes from one on." },
    labels: { type: "array", dtypes: labelDtypes, optional: true, description: "Of the image's shape; objects that are searched one by one, 0 is searched by nobody." },
  },
  parameters: {
    minDistance: { type: "integer", min: 0, max: 1 << 20, default: 1, unit: "px", description: "How far peaks are apart along some axis, and how far they exceed. 0: every pixel above the threshold." },
    thresholdAbs: { type: "number", optional: true, description: "Intensity that peaks exceed. Default: the image's minimum." },
    thresholdRel: { type: "number", optional: true, description: "Share of the image's maximum that peaks exceed." },
    excludeBorder: {
      type: "integer", perAxis: true, min: 0, optional: true, unit: "px",
      description: "Width of the border without peaks, one for all axes or one per axis; with labels, without objects. Default: minDistance.",
    },
    numPeaks: { type: "integer", min: 1, optional: true, description: "How many of the highest are found at most. Default: all." },
    numPeaksPerLabel: { type: "integer", min: 1, optional: true, description: "How many per object at most, where there are labels. Default: all." },
    footprint: { ...footprintParameter, optional: true, description: `Where nothing exceeds a peak, instead of a box of minDistance pixels to every side. ${footprintParameter.description}` },
  },
  outputs: {
    markers: { type: "array", result: "labels", description: "Of the image's shape: peaks numbered from 1 in raster order, 0 elsewhere." },
    coords: { type: "array", result: "native", description: "One row per peak, one column per axis, int32: row k is where marker k + 1 is." },
    count: { type: "integer", description: "Number of peaks." },
  },
  main: "markers",
  check: ({ image, labels }, { footprint }) => sameShape("image", image, "labels", labels) ?? (footprint === undefined || checkFootprint(footprint, image?.shape.length ?? 0)),
  cost: { latencyUs: 50, gbPerSec: 0.02 },
  tolerance: { kind: "labels" },
  examples: [{}, { minDistance: 3, excludeBorder: 0 }, { thresholdRel: 0.4, numPeaks: 5 }, { footprint: { shape: "disk", radius: 2 }, minDistance: 2 }],
  golden: [{ op: "peak_local_max", variant: "skimage", parameters: { excludeBorder: { to: "excludeBorder", values: { false: 0, true: undefined } } } }],
  reference: ({ image, labels }, parameters) => {
    const { minDistance, excludeBorder = minDistance, numPeaks = Infinity, numPeaksPerLabel = Infinity, footprint } = parameters;
    const relief = { values: numbersOf(image), shape: image.shape, dtype: image.dtype };
    const rules = {
      window: footprint === undefined ? { reach: minDistance } : { footprint: describedFootprint(footprint, image.rank) as Footprint },
      threshold: thresholdOf(relief.values, image.dtype, parameters),
      spacing: minDistance,
      border: perAxis(excludeBorder, image.rank),
      most: numPeaks,
      mostPerLabel: numPeaksPerLabel,
    };
    const peaks = (labels === undefined ? peakPositions(relief, rules) : peakPositionsByLabel(relief, numbersOf(labels), rules)).sort();
    return { markers: markersAt(peaks, image.shape), coords: coordinatesOf(peaks, image.shape), count: peaks.length };
  },
});

/** The threshold as the image's dtype holds it, with which the peer compares. */
function thresholdOf(values: Numbers, dtype: Dtype, { thresholdAbs, thresholdRel }: { readonly thresholdAbs?: number; readonly thresholdRel?: number }): number {
  let [min, max] = [Infinity, -Infinity];
  for (let i = 0; i < values.length; i++) {
    min = Math.min(min, values[i] as number);
    max = Math.max(max, values[i] as number);
  }
  const absolute = thresholdAbs ?? min;
  const relative = thresholdRel === undefined ? -Infinity : thresholdRel * max;
  const threshold = relative > absolute ? relative : absolute;
  return isFloat(dtype) ? elementOf(dtype, threshold) : threshold;
}

/** A label image with single pixels, numbered from 1. */
function markersAt(peaks: Int32Array, shape: Shape): NdArray {
  const markers = NdArray.zeros(shape, "uint32");
  for (const [k, peak] of peaks.entries()) markers.data[peak] = k + 1;
  return markers;
}

function coordinatesOf(peaks: Int32Array, shape: Shape): NdArray {
  const coordinates = new Int32Array(peaks.length * shape.length);
  let at = 0;
  for (const peak of peaks) {
    let rest = peak;
    for (const stride of contiguousStrides(shape)) {
      coordinates[at++] = Math.floor(rest / stride);
      rest %= stride;
    }
  }
  return new NdArray({ data: coordinates, shape: [peaks.length, shape.length] });
}
