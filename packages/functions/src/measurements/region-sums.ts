import { momentsAbout } from "./image-moments.js";
import { momentsOf, type Moments } from "./inertia.js";
import { intensityOf, type Intensity } from "./region-intensity.js";
import type { Region } from "./region.js";

type Triple = readonly [number, number, number];

/** What sums over a region's pixels tell of it; coordinates are those of its bounding box. */
export interface RegionSums {
  readonly label: number;
  readonly rank: 2 | 3;
  /** First plane, row and column of the bounding box. */
  readonly low: Triple;
  /** Planes, rows and columns of the bounding box. */
  readonly extents: Triple;
  readonly area: number;
  /** Of first and second order. */
  readonly moments: Moments;
  readonly intensity: Intensity;
  /** Of up to third order along each axis, in C order of the powers: about the first pixel of the box, and about the centroid. */
  readonly raw: readonly number[];
  readonly central: readonly number[];
  /** The same weighted by intensity, about the weighted centroid. */
  readonly weightedRaw: readonly number[];
  readonly weightedCentral: readonly number[];
}

/** Sums over a region's pixels, each made when it is first asked for. */
export function sumsOf(region: Region): RegionSums {
  const { label, rank, low, extents, area } = region;
  const [moments, intensity] = [once(() => momentsOf(region)), once(() => intensityOf(region))];
  const raw = once(() => momentsAbout(region, [0, 0, 0]));
  const central = once(() => momentsAbout(region, moments().centroid));
  const weightedRaw = once(() => momentsAbout(region, [0, 0, 0], true));
  const weightedCentral = once(() => momentsAbout(region, intensity().centroid, true));
  return {
    label, rank, low, extents, area,
    get moments() { return moments(); },
    get intensity() { return intensity(); },
    get raw() { return raw(); },
    get central() { return central(); },
    get weightedRaw() { return weightedRaw(); },
    get weightedCentral() { return weightedCentral(); },
  };
}

function once<Measured extends object>(measure: () => Measured): () => Measured {
  let measured: Measured | undefined;
  return () => (measured ??= measure());
}
