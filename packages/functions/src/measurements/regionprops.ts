import { defineFunction, type ArraySpec } from "@openhcs/core";
import { findRegions, volumeOf } from "./find-regions.js";
import { labelledDtypes, sameShape } from "./measured-arrays.js";
import { PropertyColumns } from "./property-columns.js";
import { regionProperties, type RegionProperty, type RegionPropertyName } from "./region-properties.js";
import { sumsOf } from "./region-sums.js";
import { Region } from "./region.js";

const names = Object.keys(regionProperties) as RegionPropertyName[];

/** A table with one row per object of a label image. */
export const regionprops = defineFunction({
  name: "regionprops",
  documentation: `Measures the objects of a label image, one row each in ascending order of labels.

An object is all pixels of one positive label; absent labels have no row, and no objects give a table of zero rows. Columns have
scikit-image's names: area, bbox-0 … (half-open), centroid-0 …, moments-0-0 …, intensity_mean; lengths and areas are in pixels, orientation in
radians from the first axis. Axis lengths, eccentricity and orientation come from the inertia tensor of pixels as points; moments, up to the
third power along each axis, from the coordinates in the bounding box; solidity from the convex hull through the middles of pixel edges;
euler_number and area_filled take full connectivity. NaN intensities make min, max, mean and weighted moments NaN and concern only their own
object. The sign of the orientation is arbitrary where an object is symmetric about a diagonal.

Perimeters, convex hull, solidity, Feret diameter, eccentricity, orientation and Hu's moments exist in 2D only. Not measured is what is no
number: image, image_convex, image_filled, image_intensity, coords and slice.`,
  category: "measurements",
  tags: ["labels", "objects", "features", "table"],
  synonyms: ["regionprops_table", "measure objects", "analyze particles", "object features", "morphometry", "region properties"],
  source: "skimage.measure.regionprops_table, version 0.19",
  citations: [{ text: "Benkrid K, Crookes D. Design and FPGA implementation of a perimeter estimator. The Queen's University of Belfast (perimeter)." }],
  inputs: {
    labels: { type: "array", dtypes: labelledDtypes, ranks: [2, 3], description: "0 and negative values are background." },
    intensity: { type: "array", optional: true, description: "Of the labels' shape; for the intensity and weighted properties." },
  },
  parameters: {
    properties: {
      type: "list", items: { type: "string", choices: names }, minLength: 1, default: ["label", "bbox"],
      description: "What to measure, by scikit-image's names; older names are accepted and name the columns.",
    },
  },
  outputs: { table: { type: "table", description: "One column per property, or per part of it." } },
  check: ({ labels, intensity }, { properties }) => sameShape("labels", labels, "intensity", intensity) ?? measurable(properties, labels, intensity),
  contract: "flexible",
  cost: { latencyUs: 100, gbPerSec: 0.05 },
  tolerance: { kind: "allclose", rtol: 1e-6, atol: 1e-9 },
  examples: [{}, { properties: ["label", "area", "centroid", "euler_number", "area_filled"] }, { properties: ["label", "axis_major_length", "axis_minor_length"] }],
  golden: [{ op: "regionprops", variant: "skimage" }],
  reference: ({ labels, intensity }, { properties }) => {
    const volume = volumeOf(labels);
    const intensities = intensity === undefined ? undefined : volumeOf(intensity);
    const regions = findRegions(volume, labels.rank as 2 | 3);
    const columns = new PropertyColumns(properties, labels.rank, regions.length);
    for (const [row, bounds] of regions.entries()) {
      const region = new Region(bounds, volume, intensities);
      const sums = sumsOf(region);
      columns.fill(row, (property) => ("measurePixels" in property ? property.measurePixels(region) : property.measure(sums)));
    }
    return columns.table();
  },
});

function measurable(properties: readonly RegionPropertyName[], labels: ArraySpec | undefined, intensity: ArraySpec | undefined): true | string {
  for (const name of properties) {
    const property: RegionProperty = regionProperties[name];
    if (property.intensity === true && intensity === undefined) return `need the array "intensity" for the property ${name}`;
    if (property.plane === true && labels?.shape.length === 3) return `of 3 axes have no property ${name}, which exists in 2D only; measure slice by slice`;
  }
  return true;
}
