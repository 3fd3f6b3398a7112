import { contiguousStrides, sizeOf, type Table } from "@openhcs/core";
import { labelStatistics } from "@openhcs/functions";
import { checkRows } from "@openhcs/functions/for-kernels";
import { deviceKernel } from "../device-kernel.js";
import { perSegment, segmentsOf, sortable, sortedDtypes } from "../labels/segments.js";
import { regionProgram } from "./region-program.js";

export const labelStatisticsKernel = deviceKernel(labelStatistics, {
  cost: { latencyUs: 500, gbPerSec: 1 },
  dtypes: sortedDtypes,
  accumulates: "float64",
  needsFp64: () => true,
  supports: ({ labels }) => sortable(labels),
  async run({ labels, intensity }, _, work) {
    const { shape } = labels;
    const rank = shape.length;
    const size = sizeOf(shape);
    if (size === 0) return tableOf([], new Int32Array(1), new Float64Array(), new Float64Array(), rank);
    const segments = await segmentsOf(labels, work);
    const { order, starts, count } = segments;
    const program = await regionProgram(intensity.dtype, 2, work);
    const strides = await work.table(BigInt64Array.from(contiguousStrides(shape), BigInt), "int64");
    const extents = await work.table(BigInt64Array.from(shape, BigInt), "int64");
    const [sums, extremes] = [work.array("float64", [count, 2 + rank]), work.array("float64", [count, 3])];
    program.launch("region_statistics", perSegment(segments), [intensity, order, starts, sums, strides, extents, rank]);
    program.launch("region_extremes", perSegment(segments), [intensity, order, starts, extremes]);
    const [found, begins, summed, least] = await Promise.all([segments.labels, starts, sums, extremes].map((array) => work.read(array))) as [Bytes, Bytes, Bytes, Bytes];
    const present = new Uint32Array(found.buffer);
    checkRows(present.at(-1) ?? 0, size);
    return tableOf(present, new Int32Array(begins.buffer), new Float64Array(summed.buffer), new Float64Array(least.buffer), rank);
  },
});

type Bytes = Uint8Array<ArrayBuffer>;

/** A row for each label from 1 to the largest, from what was found of those that there are. */
function tableOf(present: ArrayLike<number>, starts: Int32Array, sums: Float64Array, extremes: Float64Array, rank: number): Table {
  const rows = present.length === 0 ? 0 : (present[present.length - 1] as number);
  const column = (absent: number) => new Float64Array(rows).fill(absent);
  const [sum, mean, std, min, max] = [column(0), column(NaN), column(NaN), column(0), column(0)];
  const centres = Array.from({ length: rank }, () => column(NaN));
  for (let at = 0; at < present.length; at++) {
    const row = (present[at] as number) - 1;
    const pixels = (starts[at + 1] as number) - (starts[at] as number);
    const [total, squares, ...weighted] = sums.subarray(at * (2 + rank), (at + 1) * (2 + rank)) as unknown as [number, number, ...number[]];
    const [least, most, nans] = extremes.subarray(3 * at, 3 * at + 3) as unknown as [number, number, number];
    sum[row] = total;
    mean[row] = total / pixels;
    std[row] = Math.sqrt(squares / pixels);
    min[row] = nans === pixels ? NaN : least;
    max[row] = nans > 0 ? NaN : most;
    for (const [axis, centre] of centres.entries()) centre[row] = (weighted[axis] as number) / total;
  }
  const label = Float64Array.from({ length: rows }, (_, row) => row + 1);
  return { label, sum, mean, std, min, max, ...Object.fromEntries(centres.map((centre, axis) => [`com-${axis}`, centre])) };
}
