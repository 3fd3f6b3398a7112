import { bytesPerElement, sizeOf, type Dtype } from "@openhcs/core";
import { kernelSource } from "../../dialect/kernel-source.js";
import type { DeviceWork } from "../../session/device-work.js";
import type { Program } from "../../session/program.js";
import type { Array } from "../device-kernel.js";
import { extremeValues } from "../reductions/extremes.js";
import { linesOf } from "../reductions/lines.js";
import { numberIn } from "../reductions/with-value.js";

/** Items of a group that goes over the pixels of one label. */
export const segmentGroup = 64;

/** Items of the group that adds counts up. */
const scanGroup = 256;
const mostChunks = 16_384;
const digitBits = 4;

/** Dtypes of label images that are sorted; 64-bit labels would be twice the passes for what nobody has. */
export const sortedDtypes = ["uint8", "int8", "uint16", "int16", "uint32", "int32"] as const satisfies readonly Dtype[];

/** Positions are signed 32-bit integers on the device. */
const mostPixels = 2 ** 31 - 2 ** 16;

/** `true`, or why the reference is left a label image. */
export function sortable(labels: { readonly shape: readonly number[] } | undefined): true | string {
  return sizeOf(labels?.shape ?? []) <= mostPixels || `leaves images of more than ${mostPixels} pixels to the reference`;
}

/** The pixels of a label image by their labels. */
export interface SortedLabels {
  readonly program: Program;
  readonly count: number;
  /** Positions of pixels in ascending order of labels, the background's first. */
  readonly order: Array;
  /** How many labels begin in the chunks before each chunk. */
  readonly before: Array;
  /** Arguments by which kernels cut the order into chunks. */
  readonly chunking: readonly [size: number, chunk: number, chunks: number];
}

/** The labels that there are, in ascending order. */
export interface Segments {
  readonly program: Program;
  readonly count: number;
  readonly order: Array;
  /** Where each label's pixels begin in the order; the end of all behind. */
  readonly starts: Array;
  readonly labels: Array;
}

/** Sorts the pixels of a label image that is not empty. Source: the stable counting sort by digits. */
export async function sortedLabels(labels: Array, work: DeviceWork): Promise<SortedLabels> {
  const size = sizeOf(labels.shape);
  const chunk = Math.max(32, Math.ceil(size / mostChunks));
  const chunks = Math.ceil(size / chunk);
  const chunking = [size, chunk, chunks] as const;
  const program = await work.program(kernelSource(["scan.cl", "labels/segments.cl"], { elements: { L: labels.dtype }, defines: { GROUP: scanGroup } }));
  let order = work.array("int32", [size]);
  let sorted = work.array("int32", [size]);
  const counts = work.array("int32", [16 * chunks + 1]);
  program.launch("number_pixels", size, [order, size]);
  const passes = Math.ceil((await bitsIn(labels, work)) / digitBits);
  for (let shift = 0; shift < passes * digitBits; shift += digitBits) {
    program.launch("count_digits", chunks, [labels, order, counts, ...chunking, shift]);
    program.launch("sum_counts", { items: [scanGroup], group: [scanGroup] }, [counts, 16 * chunks]);
    program.launch("sort_digits", chunks, [labels, order, sorted, counts, ...chunking, shift]);
    [order, sorted] = [sorted, order];
  }
  work.free(sorted);
  work.free(counts);
  const before = work.zeros("int32", [chunks + 1]); // A driver that computes nothing has no labels, rather than a number of them that means nothing.
  program.launch("count_labels", chunks, [labels, order, before, ...chunking]);
  program.launch("sum_counts", { items: [scanGroup], group: [scanGroup] }, [before, chunks]);
  const bytes = await work.read(before, chunks * 4);
  return { program, count: new Int32Array(bytes.buffer)[0] as number, order, before, chunking };
}

/** Where the pixels of every label are, of an image that is not empty. */
export async function segmentsOf(labels: Array, work: DeviceWork): Promise<Segments> {
  const { program, count, order, before, chunking } = await sortedLabels(labels, work);
  const starts = work.array("int32", [count + 1]);
  const found = work.array("uint32", [count]);
  program.launch("find_labels", chunking[2], [labels, order, before, starts, found, ...chunking]);
  work.free(before);
  return { program, count, order, starts, labels: found };
}

/** One group per label. */
export function perSegment({ count }: { readonly count: number }): { readonly items: readonly number[]; readonly group: readonly number[] } {
  return { items: [count * segmentGroup], group: [segmentGroup] };
}

/** Bits of the largest label; those of single bytes are not worth the wait. */
async function bitsIn(labels: Array, work: DeviceWork): Promise<number> {
  if (bytesPerElement(labels.dtype) === 1) return 8;
  const largest = await numberIn(await extremeValues(await linesOf(labels, undefined, work), 1, "propagate", work), work);
  return largest > 0 ? Math.floor(Math.log2(largest)) + 1 : 0;
}
