import { areaOf, convexSpans, longestDistance } from "./convex-hull.js";
import { huMoments, momentPowers, normalizedMoments } from "./image-moments.js";
import { inertiaEigenvalues, inertiaTensor } from "./inertia.js";
import { croftonPerimeterOf, perimeterOf } from "./perimeter.js";
import type { RegionSums } from "./region-sums.js";
import type { Region } from "./region.js";
import { eulerNumberOf, filledAreaOf } from "./topology.js";

/** A measurement of one region. */
export type RegionProperty = PropertyTraits & (
  | { readonly measure: (region: RegionSums) => number | readonly number[] }
  /** Of its shape, of which sums do not tell. */
  | { readonly measurePixels: (region: Region) => number }
);

interface PropertyTraits {
  /** What its columns are called after its name, by the rank of the image: `-0`, `-1`; a single column where absent. */
  readonly columns?: (rank: number) => readonly string[];
  /** Needs an intensity image. */
  readonly intensity?: true;
  /** Exists for planes only. */
  readonly plane?: true;
}

const perAxis = (rank: number) => Array.from({ length: rank }, (_, axis) => `-${axis}`);
const perAxisPair = (rank: number) => perAxis(rank).flatMap((row) => perAxis(rank).map((column) => row + column));
const twicePerAxis = (rank: number) => perAxis(2 * rank);
const perMoment = (rank: number) => momentPowers(rank).map((powers) => powers.map((power) => `-${power}`).join(""));
const perInvariant = () => perAxis(7);

/** Of planes, rows and columns those that the image has. */
function axesOf(region: RegionSums, values: readonly number[]): readonly number[] {
  return values.slice(3 - region.rank);
}

function inImage(region: RegionSums, centroid: readonly number[]): readonly number[] {
  return axesOf(region, centroid.map((coordinate, axis) => coordinate + (region.low[axis] as number)));
}

function boxArea({ extents }: RegionSums): number {
  return extents[0] * extents[1] * extents[2];
}

/** Length of an axis of the ellipse, or in 3D the ellipsoid, that has the region's moments. */
function axisLength(region: RegionSums, which: "major" | "minor"): number {
  const [largest = 0, middle = 0, smallest] = inertiaEigenvalues(region);
  if (smallest === undefined) return 4 * Math.sqrt(which === "major" ? largest : middle);
  const squared = which === "major" ? largest + middle - smallest : middle + smallest - largest;
  return Math.sqrt(10 * Math.max(squared, 0));
}

function eccentricity(region: RegionSums): number {
  const [largest = 0, smallest = 0] = inertiaEigenvalues(region);
  return largest === 0 ? 0 : Math.sqrt(1 - smallest / largest);
}

/** Angle in radians between the first axis (rows) and the major axis, counter-clockwise, from -π/2 to π/2. */
function orientation(region: RegionSums): number {
  const [[a = 0, b = 0] = [], [, c = 0] = []] = inertiaTensor(region);
  if (a === c) return b < 0 ? -Math.PI / 4 : Math.PI / 4;
  return 0.5 * Math.atan2(-2 * b, c - a);
}

const normalizedOf = ({ central, rank }: RegionSums) => normalizedMoments(central, rank);
const weightedNormalizedOf = ({ weightedCentral, rank }: RegionSums) => normalizedMoments(weightedCentral, rank);

const byCurrentName = {
  label: { measure: (region) => region.label },
  area: { measure: (region) => region.area },
  bbox: { columns: twicePerAxis, measure: (region) => [...axesOf(region, region.low), ...axesOf(region, region.low.map((low, axis) => low + (region.extents[axis] as number)))] },
  area_bbox: { measure: boxArea },
  area_convex: { plane: true, measurePixels: (region) => areaOf(convexSpans(region)) },
  area_filled: { measurePixels: filledAreaOf },
  axis_major_length: { measure: (region) => axisLength(region, "major") },
  axis_minor_length: { measure: (region) => axisLength(region, "minor") },
  centroid: { columns: perAxis, measure: (region) => inImage(region, region.moments.centroid) },
  centroid_local: { columns: perAxis, measure: (region) => axesOf(region, region.moments.centroid) },
  centroid_weighted: { columns: perAxis, intensity: true, measure: (region) => inImage(region, region.intensity.centroid) },
  centroid_weighted_local: { columns: perAxis, intensity: true, measure: (region) => axesOf(region, region.intensity.centroid) },
  eccentricity: { plane: true, measure: eccentricity },
  equivalent_diameter_area: { measure: (region) => (2 * region.rank * region.area / Math.PI) ** (1 / region.rank) },
  euler_number: { measurePixels: eulerNumberOf },
  extent: { measure: (region) => region.area / boxArea(region) },
  feret_diameter_max: { plane: true, measurePixels: (region) => longestDistance(convexSpans(region)) },
  inertia_tensor: { columns: perAxisPair, measure: (region) => inertiaTensor(region).flat() },
  inertia_tensor_eigvals: { columns: perAxis, measure: inertiaEigenvalues },
  intensity_max: { intensity: true, measure: (region) => region.intensity.max },
  intensity_mean: { intensity: true, measure: (region) => region.intensity.mean },
  intensity_min: { intensity: true, measure: (region) => region.intensity.min },
  moments: { columns: perMoment, measure: (region) => region.raw },
  moments_central: { columns: perMoment, measure: (region) => region.central },
  moments_hu: { columns: perInvariant, plane: true, measure: (region) => huMoments(normalizedOf(region)) },
  moments_normalized: { columns: perMoment, measure: normalizedOf },
  moments_weighted: { columns: perMoment, intensity: true, measure: (region) => region.weightedRaw },
  moments_weighted_central: { columns: perMoment, intensity: true, measure: (region) => region.weightedCentral },
  moments_weighted_hu: { columns: perInvariant, intensity: true, plane: true, measure: (region) => huMoments(weightedNormalizedOf(region)) },
  moments_weighted_normalized: { columns: perMoment, intensity: true, measure: weightedNormalizedOf },
  orientation: { plane: true, measure: orientation },
  perimeter: { plane: true, measurePixels: perimeterOf },
  perimeter_crofton: { plane: true, measurePixels: croftonPerimeterOf },
  solidity: { plane: true, measurePixels: (region) => region.area / areaOf(convexSpans(region)) },
} as const satisfies Readonly<Record<string, RegionProperty>>;

/** Every property by scikit-image's name, older names included, which give the columns of a table their names too. */
export const regionProperties = {
  ...byCurrentName,
  bbox_area: byCurrentName.area_bbox,
  convex_area: byCurrentName.area_convex,
  equivalent_diameter: byCurrentName.equivalent_diameter_area,
  filled_area: byCurrentName.area_filled,
  local_centroid: byCurrentName.centroid_local,
  major_axis_length: byCurrentName.axis_major_length,
  max_intensity: byCurrentName.intensity_max,
  mean_intensity: byCurrentName.intensity_mean,
  min_intensity: byCurrentName.intensity_min,
  minor_axis_length: byCurrentName.axis_minor_length,
  weighted_centroid: byCurrentName.centroid_weighted,
  weighted_local_centroid: byCurrentName.centroid_weighted_local,
  weighted_moments: byCurrentName.moments_weighted,
  weighted_moments_central: byCurrentName.moments_weighted_central,
  weighted_moments_hu: byCurrentName.moments_weighted_hu,
  weighted_moments_normalized: byCurrentName.moments_weighted_normalized,
} as const satisfies Readonly<Record<string, RegionProperty>>;

export type RegionPropertyName = keyof typeof regionProperties;
