import { contiguousStrides, isFloat, sizeOf, type ArraySpec, type Dtype, type Shape } from "@openhcs/core";
import { kernelSource } from "../../dialect/kernel-source.js";
import type { DeviceWork } from "../../session/device-work.js";
import type { Array as DeviceArray } from "../device-kernel.js";
import { widestFloat } from "./numbers.js";

const methods = ["max", "min", "sum", "mean", "var", "std"];

/** `true`, or why blocks are left to the reference: a work item runs through a block, and positions are 32-bit integers. */
export function foldsBlocks(image: Pick<ArraySpec, "shape"> | undefined, block: Shape, method: string): true | string {
  if (!methods.includes(method)) return `leaves the ${method} to the reference`;
  if (sizeOf(block) > 2 ** 20) return "leaves blocks of more than 2²⁰ elements to the reference";
  return sizeOf(image?.shape ?? []) < 2 ** 31 || "leaves arrays of 2³¹ elements or more to the reference";
}

/** One value per block, as many along each axis as `counts`, truncated to a dtype; what a block has outside of the image is `outside`. */
export async function foldBlocks(work: DeviceWork, image: DeviceArray, block: Shape, counts: Shape, method: string, dtype: Dtype, outside = 0): Promise<DeviceArray> {
  const result = work.array(dtype, counts);
  const size = sizeOf(counts);
  if (size === 0) return result;
  const store = dtype === "bool" ? 2 : isFloat(dtype) ? 0 : 1;
  const choices = { elements: { IN: image.dtype, OUT: dtype }, compute: widestFloat(work), defines: { STORE: store } };
  const program = await work.program(kernelSource("geometry/fold-blocks.cl", choices));
  const strides = contiguousStrides(image.shape);
  const grid = image.shape.flatMap((extent, axis) => [extent, strides[axis], block[axis], counts[axis]]) as number[];
  program.launch("fold_blocks", size, [image, result, await work.table(Int32Array.from(grid), "int32"), image.shape.length, sizeOf(block), methods.indexOf(method), outside, size]);
  return result;
}
