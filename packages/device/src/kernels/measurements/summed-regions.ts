import type { Shape } from "@openhcs/core";
import { centredMoments, type RegionSums } from "@openhcs/functions/for-kernels";
import type { DeviceWork } from "../../session/device-work.js";
import type { Array as DeviceArray } from "../device-kernel.js";
import { perSegment, type Segments } from "../labels/segments.js";
import { regionProgram } from "./region-program.js";

/** Sums over the regions of a label image of rank 2 or 3, on the host; everything is enqueued at once and waited for once. */
export async function summedRegions(segments: Segments, shape: Shape, intensity: DeviceArray | undefined, work: DeviceWork): Promise<readonly RegionSums[]> {
  const rank = shape.length as 2 | 3;
  const moments = rank === 3 ? 64 : 16;
  const { count, order, starts } = segments;
  const [rows, columns] = shape.slice(-2) as [number, number];
  const program = await regionProgram(intensity?.dtype ?? "uint8", rank, work);
  const extent = perSegment(segments);
  const bounds = work.array("int32", [count, 6]);
  program.launch("bound_regions", extent, [order, starts, bounds, rows, columns]);
  const momentsOf = (isWeighted: 0 | 1, raw: DeviceArray | undefined) => {
    const made = work.array("float64", [count, moments]);
    program.launch("region_moments", extent, [intensity ?? order, order, starts, bounds, raw ?? made, made, rows, columns, isWeighted, Number(raw !== undefined)]);
    return made;
  };
  const raw = momentsOf(0, undefined);
  const arrays = [raw, momentsOf(0, raw)];
  if (intensity !== undefined) {
    const extremes = work.array("float64", [count, 3]);
    program.launch("region_extremes", extent, [intensity, order, starts, extremes]);
    const weighted = momentsOf(1, undefined);
    arrays.push(weighted, momentsOf(1, weighted), extremes);
  }
  const read = async (array: DeviceArray) => (await work.read(array)).buffer;
  const [labels, boxes, tables] = await Promise.all([read(segments.labels), read(bounds), Promise.all(arrays.map(read))]);
  const found = new Uint32Array(labels);
  const box = new Int32Array(boxes);
  const sums = tables.map((table) => new Float64Array(table));
  const rowOf = (table: number, region: number, width: number) => Array.from(sums[table]?.subarray(region * width, (region + 1) * width) ?? []);
  return Array.from(found, (label, region) => regionOf({
    label, rank, box: Array.from(box.subarray(6 * region, 6 * region + 6)),
    raw: rowOf(0, region, moments), central: rowOf(1, region, moments),
    weightedRaw: rowOf(2, region, moments), weightedCentral: rowOf(3, region, moments), extremes: rowOf(4, region, 3),
  }));
}

type Row = readonly number[];

interface Found {
  readonly label: number;
  readonly rank: 2 | 3;
  /** First, then last plane, row and column. */
  readonly box: Row;
  readonly raw: Row;
  readonly central: Row;
  readonly weightedRaw: Row;
  readonly weightedCentral: Row;
  /** The smallest and the largest number, and how many are NaN. */
  readonly extremes: Row;
}

function regionOf({ label, rank, box, raw, central, weightedRaw, weightedCentral, extremes: [least = NaN, most = NaN, nans = 0] }: Found): RegionSums {
  const [z0, y0, x0, z1, y1, x1] = box as readonly [number, number, number, number, number, number];
  /** The sum of z^h · y^i · x^j. */
  const of = (sums: Row, h: number, i: number, j: number) => (rank === 2 && h > 0 ? 0 : sums[16 * h + 4 * i + j] as number);
  const area = raw[0] as number;
  const total = of(weightedRaw, 0, 0, 0);
  return {
    label, rank, area, raw, central, weightedRaw, weightedCentral,
    low: [z0, y0, x0],
    extents: [z1 - z0 + 1, y1 - y0 + 1, x1 - x0 + 1],
    moments: centredMoments(
      area, of(raw, 1, 0, 0), of(raw, 0, 1, 0), of(raw, 0, 0, 1), of(raw, 2, 0, 0), of(raw, 0, 2, 0), of(raw, 0, 0, 2), of(raw, 1, 1, 0), of(raw, 1, 0, 1), of(raw, 0, 1, 1),
    ),
    intensity: {
      mean: total / area,
      min: nans > 0 ? NaN : least,
      max: nans > 0 ? NaN : most,
      centroid: [of(weightedRaw, 1, 0, 0) / total, of(weightedRaw, 0, 1, 0) / total, of(weightedRaw, 0, 0, 1) / total],
    },
  };
}
