import type { RegionSums } from "./region-sums.js";
import type { Region } from "./region.js";

type Triple = readonly [number, number, number];

/** First moments and central second moments of a region's pixels, in the coordinates of its bounding box. */
export interface Moments {
  readonly centroid: Triple;
  /** Covariances times the area: plane-plane, row-row, column-column, plane-row, plane-column, row-column. */
  readonly central: readonly [number, number, number, number, number, number];
}

/** Sums of coordinates and of their products, which are exact, centred at the end. */
export function momentsOf(region: Region): Moments {
  const sums = new Float64Array(9);
  const add = (at: number, value: number) => { sums[at] = (sums[at] as number) + value; };
  region.forEachPixel((z, y, x) => {
    add(0, z); add(1, y); add(2, x);
    add(3, z * z); add(4, y * y); add(5, x * x);
    add(6, z * y); add(7, z * x); add(8, y * x);
  });
  return centredMoments(region.area, ...(sums as unknown as CoordinateSums));
}

/** Sums over n pixels of z, y, x, zz, yy, xx, zy, zx and yx. */
type CoordinateSums = readonly [number, number, number, number, number, number, number, number, number];

/** The moments of n pixels from sums of their coordinates and of products of these. */
export function centredMoments(n: number, ...[z, y, x, zz, yy, xx, zy, zx, yx]: CoordinateSums): Moments {
  return {
    centroid: [z / n, y / n, x / n],
    central: [zz - z * z / n, yy - y * y / n, xx - x * x / n, zy - z * y / n, zx - z * x / n, yx - y * x / n],
  };
}

/**
 * The inertia tensor of the region's pixels over its area, row by row; 2×2 for planes.
 *
 * Diagonal: the second moments of all axes but that one. Off the diagonal: the negative mixed moment. Every pixel is a point.
 */
export function inertiaTensor(region: RegionSums): number[][] {
  const [zz, yy, xx, zy, zx, yx] = region.moments.central.map((moment) => moment / region.area) as [number, number, number, number, number, number];
  if (region.rank === 2) return [[xx, -yx], [-yx, yy]];
  return [[yy + xx, -zy, -zx], [-zy, zz + xx, -yx], [-zx, -yx, zz + yy]];
}

/** Eigenvalues of the inertia tensor, largest first, none below zero. */
export function inertiaEigenvalues(region: RegionSums): number[] {
  return symmetricEigenvalues(inertiaTensor(region)).map((value) => Math.max(value, 0)).sort((a, b) => b - a);
}

/** Jacobi's rotations, which keep small eigenvalues accurate beside large ones. */
function symmetricEigenvalues(matrix: readonly (readonly number[])[]): number[] {
  const a = matrix.map((row) => [...row]);
  for (let sweep = 0; sweep < 50; sweep++) {
    let rotated = false;
    for (let p = 0; p < a.length; p++) for (let q = p + 1; q < a.length; q++) rotated = rotate(a, p, q) || rotated;
    if (!rotated) break;
  }
  return a.map((row, i) => row[i] as number);
}

/** Zeroes one element off the diagonal; false where it does not count any more. */
function rotate(a: number[][], p: number, q: number): boolean {
  const [rowP, rowQ] = [a[p] as number[], a[q] as number[]];
  const [app, aqq, apq] = [rowP[p] as number, rowQ[q] as number, rowP[q] as number];
  if (Math.abs(apq) <= Number.EPSILON * 1e-3 * Math.sqrt(Math.abs(app * aqq))) return false;
  const theta = (aqq - app) / (2 * apq);
  const tangent = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1));
  const cosine = 1 / Math.hypot(tangent, 1);
  const sine = tangent * cosine;
  for (let k = 0; k < a.length; k++) {
    if (k === p || k === q) continue;
    const row = a[k] as number[];
    const [akp, akq] = [row[p] as number, row[q] as number];
    row[p] = rowP[k] = cosine * akp - sine * akq;
    row[q] = rowQ[k] = sine * akp + cosine * akq;
  }
  rowP[p] = app - tangent * apq;
  rowQ[q] = aqq + tangent * apq;
  rowP[q] = rowQ[p] = 0;
  return true;
}
