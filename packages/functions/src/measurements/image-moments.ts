import type { Region } from "./region.js";

/** Moments go up to this power along each axis, as in scikit-image. */
const highest = 3;
const powers = Array.from({ length: highest + 1 }, (_, power) => power);

/** The powers `[i, j]`, in 3D `[h, i, j]`, of every moment, in C order. */
export function momentPowers(rank: number): readonly (readonly number[])[] {
  let all: readonly (readonly number[])[] = [[]];
  for (let axis = 0; axis < rank; axis++) all = all.flatMap((leading) => powers.map((power) => [...leading, power]));
  return all;
}

/** `Σ w · (y − cy)ⁱ (x − cx)ʲ` over a region's pixels, in the coordinates of its bounding box; w is 1 or, if weighted, the intensity. */
export function momentsAbout(region: Region, [planeAt, rowAt, columnAt]: readonly [number, number, number], weighted = false): readonly number[] {
  const highestOfPlane = region.rank === 3 ? highest : 0;
  const sums = new Array<number>(momentPowers(region.rank).length).fill(0);
  const add = (weight: number, plane: number, row: number, column: number) => {
    let at = 0;
    for (let h = 0, z = weight; h <= highestOfPlane; h++, z *= plane - planeAt) {
      for (let i = 0, zy = z; i <= highest; i++, zy *= row - rowAt) {
        for (let j = 0, zyx = zy; j <= highest; j++, zyx *= column - columnAt, at++) sums[at] = (sums[at] as number) + zyx;
      }
    }
  };
  if (weighted) region.forEachIntensity(add);
  else region.forEachPixel((plane, row, column) => add(1, plane, row, column));
  return sums;
}

/** Central moments made independent of scale: over the area to the power of 1 + Σ powers / rank; NaN below order 2. */
export function normalizedMoments(central: readonly number[], rank: number): readonly number[] {
  const [area = NaN] = central;
  return momentPowers(rank).map((each, at) => {
    const order = each.reduce((sum, power) => sum + power, 0);
    return order < 2 ? NaN : (central[at] as number) / area ** (order / rank + 1);
  });
}

/**
 * Seven moments of a plane that translation, scale and rotation leave alone.
 *
 * Source: M. K. Hu, "Visual pattern recognition by moment invariants" (1962).
 */
export function huMoments(normalized: readonly number[]): readonly number[] {
  const nu = (i: number, j: number) => normalized[i * (highest + 1) + j] as number;
  const [sum, difference] = [nu(2, 0) + nu(0, 2), nu(2, 0) - nu(0, 2)];
  const [a, b] = [nu(3, 0) + nu(1, 2), nu(2, 1) + nu(0, 3)];
  const [c, d] = [nu(3, 0) - 3 * nu(1, 2), 3 * nu(2, 1) - nu(0, 3)];
  const [p, q] = [a * (a * a - 3 * b * b), b * (3 * a * a - b * b)];
  return [
    sum, difference ** 2 + 4 * nu(1, 1) ** 2, c * c + d * d, a * a + b * b,
    c * p + d * q, difference * (a * a - b * b) + 4 * nu(1, 1) * a * b, d * p - c * q,
  ];
}
