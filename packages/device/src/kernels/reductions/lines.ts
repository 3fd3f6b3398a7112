import { contiguousStrides, sizeOf, type Shape } from "@openhcs/core";
import { reducedAxes, type Axes } from "@openhcs/functions/for-kernels";
import { kernelSource } from "../../dialect/kernel-source.js";
import type { DeviceWork } from "../../session/device-work.js";
import type { Array } from "../device-kernel.js";

/** Elements of a group that goes over a long line together. */
export const group = 256;

/** The lines of an image that are reduced to one value each. */
export interface DeviceLines {
  /** The image, or its elements reordered where lines are scattered. */
  readonly elements: Array;
  readonly length: number;
  readonly lines: number;
  /** How far the elements of a line lie apart, which is how many lines lie beside each other. */
  readonly inner: number;
  /** The axes that are left. */
  readonly shape: Shape;
  /** Parts of which each line is reduced by itself first, and whether groups do it. */
  readonly parts: number;
  readonly isLong: boolean;
}

/** How an image is cut into lines along axes, in C order of these. */
export async function linesOf(image: Array, axis: Axes, work: DeviceWork): Promise<DeviceLines> {
  const reduced = reducedAxes(axis, image.shape.length);
  const kept = image.shape.map((_, at) => at).filter((at) => !reduced.includes(at));
  const shape = kept.map((at) => image.shape[at] as number);
  const length = sizeOf(reduced.map((at) => image.shape[at] as number));
  const lines = sizeOf(shape);
  const last = reduced.filter((at) => image.shape[at] !== 1).at(-1) ?? image.shape.length;
  const isTogether = kept.every((at) => image.shape[at] === 1 || at > last || reduced.every((other) => image.shape[other] === 1 || other > at));
  const elements = isTogether || lines * length === 0 ? image : await gathered(image, [...kept, ...reduced], work);
  const inner = isTogether ? sizeOf(image.shape.slice(last + 1)) : 1;
  return { elements, length, lines, inner: Math.max(1, inner), shape, ...partsOf(lines, length, inner) };
}

/** Enough parts to fill a device where lines are few, and none shorter than is worth it. */
function partsOf(lines: number, length: number, inner: number): Pick<DeviceLines, "parts" | "isLong"> {
  const isLong = inner === 1 && length >= 4 * group;
  const shortest = isLong ? 16 * group : 64;
  const wanted = Math.ceil((isLong ? 512 : 65_536) / Math.max(1, lines));
  return { isLong, parts: Math.max(1, Math.min(wanted, 512, Math.floor(length / shortest))) };
}

async function gathered(image: Array, order: readonly number[], work: DeviceWork): Promise<Array> {
  const size = sizeOf(image.shape);
  const strides = contiguousStrides(image.shape);
  const program = await work.program(kernelSource("reductions/lines.cl", { elements: { IN: image.dtype } }));
  const extents = await work.table(Int32Array.from(order, (at) => image.shape[at] as number), "int32");
  const steps = await work.table(BigInt64Array.from(order, (at) => BigInt(strides[at] as number)), "int64");
  const elements = work.array(image.dtype, [size]);
  program.launch("gather_lines", size, [image, elements, extents, steps, order.length, size]);
  return elements;
}
