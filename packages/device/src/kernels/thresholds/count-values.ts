import { dtypeRange, sizeOf, type Dtype } from "@openhcs/core";
import { equalBinEdges } from "@openhcs/functions/for-kernels";
import { kernelSource } from "../../dialect/kernel-source.js";
import type { DeviceWork } from "../../session/device-work.js";
import type { Array } from "../device-kernel.js";

/** Bins that a group counts in its own memory, which every device has 16 KiB of. */
const mostLocalBins = 2048;

/** Items that count: each goes over many elements, so that few counts are added to the device's. */
const group = 256;
const mostGroups = 512;

/** How often each value of an integer dtype of at most 16 bits occurs, from its smallest one on; on the device. */
export async function countIntegers(image: Array, work: DeviceWork): Promise<Array> {
  const { min, max } = dtypeRange(image.dtype);
  const bins = max - min + 1;
  const counts = work.zeros("uint32", [bins]);
  const program = await work.program(histogramSource(image.dtype, bins, true));
  program.launch("count_integers", extentFor(image), [image, counts, sizeOf(image.shape), bins, min]);
  return counts;
}

/** How many values lie in each of equal bins, whose edges are float64 on the host; on the device. */
export async function countInBins(image: Array, edges: Float64Array, work: DeviceWork): Promise<Array> {
  const bins = edges.length - 1;
  const counts = work.zeros("uint32", [bins]);
  const program = await work.program(histogramSource(image.dtype, bins, false));
  const table = await work.table(edges, "float64");
  const perUnit = bins / ((edges[bins] as number) - (edges[0] as number));
  program.launch("count_in_bins", extentFor(image), [image, counts, table, sizeOf(image.shape), bins, perUnit]);
  return counts;
}

/** Counts as numbers on the host. */
export async function readCounts(counts: Array, work: DeviceWork): Promise<Float64Array> {
  return Float64Array.from(new Uint32Array((await work.read(counts)).buffer));
}

/** The edges of equal bins over a range, in the precision of a dtype. */
export function edgesFor(dtype: Dtype, bins: number, first: number, last: number): Float64Array {
  return equalBinEdges(bins, first, last, isSingle(dtype));
}

/** Whether histograms of a dtype are made in single precision. */
export function isSingle(dtype: Dtype): boolean {
  return dtype === "float32" || dtype === "float16";
}

/** Work for items that each stride over an image. */
export function extentFor({ shape }: Array): { readonly items: readonly number[]; readonly group: readonly number[] } {
  return { items: [group * Math.min(mostGroups, Math.ceil(sizeOf(shape) / group))], group: [group] };
}

function histogramSource(dtype: Dtype, bins: number, integers: boolean) {
  const defines = { LOCAL_BINS: bins <= mostLocalBins ? mostLocalBins : 0, INTEGERS: Number(integers) };
  return kernelSource("thresholds/histogram.cl", { elements: { IN: dtype }, compute: integers ? "float32" : "float64", defines });
}
