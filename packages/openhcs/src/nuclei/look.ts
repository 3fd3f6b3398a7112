import type { Chain, NdArray, Runtime, Table } from "@openhcs/core";

/** What a first, rough look at a channel finds: the bright objects in it. */
export interface Look {
  readonly areas: readonly number[];
  /** Share of the objects' area that lies in objects without dents. */
  readonly compactness: number;
  /** Number of objects without dents. */
  readonly compactCount: number;
  /** Variance between object and background over total variance, 0 to 1: Otsu's criterion. */
  readonly separation: number;
}

const rough: Chain = [
  ["percentileNormalize", { low: 1, high: 99.5 }],
  ["gaussian", { sigma: [0, 1.2, 1.2] }],
];

/** Objects of fewer pixels are noise. */
const smallestArea = 20;
/** Of the convex hull; nuclei that touch are less compact, cell bodies and fibres by far. */
const compactSolidity = 0.9;

/** Looks at the bright objects of one plane [Y, X]. */
export async function lookAt(runtime: Runtime, plane: NdArray): Promise<Look> {
  const smooth = await runtime.to(await runtime.run(rough, plane), "ndarray");
  const mask = await runtime.to(await runtime.run("thresholdOtsu", smooth), "ndarray");
  const cleaned = await runtime.run("removeSmallObjects", mask, { minSize: smallestArea });
  const labels = await runtime.to(await runtime.run("label", cleaned, { connectivity: 1 }), "ndarray");
  const table: Table = await runtime.run("regionprops", labels.slice(0), { properties: ["area", "solidity"] });
  const areas = [...(table["area"] as Float64Array)];
  const compact = areas.filter((_, row) => ((table["solidity"] as Float64Array)[row] as number) > compactSolidity);
  return { areas, compactCount: compact.length, compactness: total(compact) / Math.max(1, total(areas)), separation: separation(smooth, mask) };
}

/** How much a channel looks like nuclei: many, compact, and clearly brighter than what is between them. */
export function likeness({ separation: clarity, compactness, compactCount }: Look): number {
  return clarity * compactness * Math.log1p(compactCount);
}

/** Diameter of a disk with the median area of the objects; undefined where there are none. */
export function medianDiameter(looks: readonly Look[]): number | undefined {
  const areas = looks.flatMap((look) => look.areas).sort((a, b) => a - b);
  const median = areas[Math.floor(areas.length / 2)];
  return median === undefined ? undefined : Math.sqrt((4 * median) / Math.PI);
}

function separation(image: NdArray, mask: NdArray): number {
  const values = image.packed().data as Float32Array;
  const marks = mask.packed().data as Uint8Array;
  const sums = { all: 0, squares: 0, inside: 0, count: 0 };
  for (let at = 0; at < values.length; at++) {
    const value = values[at] as number;
    sums.all += value;
    sums.squares += value * value;
    if (marks[at] === 1) {
      sums.inside += value;
      sums.count++;
    }
  }
  const share = sums.count / values.length;
  const variance = sums.squares / values.length - (sums.all / values.length) ** 2;
  if (variance <= 0 || share === 0 || share === 1) return 0;
  const difference = sums.inside / sums.count - (sums.all - sums.inside) / (values.length - sums.count);
  return (share * (1 - share) * difference ** 2) / variance;
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
