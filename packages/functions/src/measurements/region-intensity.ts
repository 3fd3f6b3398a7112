import type { Region } from "./region.js";

export interface Intensity {
  readonly mean: number;
  /** NaN where any intensity is. */
  readonly min: number;
  readonly max: number;
  /** Mean of the coordinates in the bounding box, weighted by intensity; NaN or infinite where the intensities add up to 0. */
  readonly centroid: readonly [number, number, number];
}

/** Intensities of a region's pixels, summed in float64. */
export function intensityOf(region: Region): Intensity {
  let [sum, min, max] = [0, Infinity, -Infinity];
  let [planes, rows, columns] = [0, 0, 0];
  region.forEachIntensity((intensity, plane, row, column) => {
    sum += intensity;
    min = Math.min(min, intensity);
    max = Math.max(max, intensity);
    planes += intensity * plane;
    rows += intensity * row;
    columns += intensity * column;
  });
  return { mean: sum / region.area, min, max, centroid: [planes / sum, rows / sum, columns / sum] };
}
