import { bytesPerElement, contiguousStrides, sizeOf, type ArraySpec, type Dtype, type Shape } from "@openhcs/core";
import { kernelSource } from "../../dialect/kernel-source.js";
import type { DeviceWork } from "../../session/device-work.js";
import type { Array as DeviceArray } from "../device-kernel.js";

/** What an axis of a result reads: an axis of the image, and positions along it, −1 outside of it. */
export interface AxisReads {
  readonly axis: number;
  readonly reads: Int32Array;
}

/** Elements whose bits are moved, by their size. */
const holders: Readonly<Record<number, Dtype>> = { 1: "uint8", 2: "uint16", 4: "uint32", 8: "uint64" };

const mostElements = 2 ** 31;

/** `true`, or why arrays of such shapes are left to the reference: positions are 32-bit integers. */
export function fitsGather(...arrays: readonly (Pick<ArraySpec, "shape"> | undefined)[]): true | string {
  return arrays.every((array) => array === undefined || sizeOf(array.shape) < mostElements) || "leaves arrays of 2³¹ elements or more to the reference";
}

/** The elements of an image that the axes of a result read, bit for bit; outside of the image those of `outside`. */
export async function gather(work: DeviceWork, image: DeviceArray, axes: readonly AxisReads[], outside = 0n): Promise<DeviceArray> {
  const result = work.array(image.dtype, axes.map(({ reads }) => reads.length));
  await gatherInto(work, image, image.shape, axes, result, outside);
  return result;
}

/** The same into an array that is there, of an image that is taken to have another shape of as many elements. */
export async function gatherInto(work: DeviceWork, image: DeviceArray, from: Shape, axes: readonly AxisReads[], result: DeviceArray, outside = 0n): Promise<void> {
  const size = axes.reduce((product, { reads }) => product * reads.length, 1);
  if (size === 0) return;
  const program = await work.program(kernelSource("geometry/gather.cl", { elements: { E: holders[bytesPerElement(image.dtype)] as Dtype } }));
  const table = await work.table(tableOf(from, axes), "int32");
  program.launch("gather_elements", size, [image, result, table, axes.length, size, Number(BigInt.asIntN(32, outside >> 32n)), Number(BigInt.asIntN(32, outside))]);
}

function tableOf(shape: Shape, axes: readonly AxisReads[]): Int32Array {
  const strides = contiguousStrides(shape);
  const table = new Int32Array(axes.reduce((length, { reads }) => length + 3 + reads.length, 0));
  let next = 3 * axes.length;
  for (const [at, { axis, reads }] of axes.entries()) {
    table.set([reads.length, strides[axis] as number, next], 3 * at);
    table.set(reads, next);
    next += reads.length;
  }
  return table;
}

/** All positions along an axis. */
export function allOf(extent: number): Int32Array {
  return Int32Array.from({ length: extent }, (_, at) => at);
}

/** All positions from the last to the first. */
export function reversed(extent: number): Int32Array {
  return allOf(extent).reverse();
}

/** What positions read that are moved by so many places, those that leave at the end coming in at the start. */
export function rolled(extent: number, shift: number): Int32Array {
  return Int32Array.from({ length: extent }, (_, at) => (((at - shift) % extent) + extent) % extent);
}
