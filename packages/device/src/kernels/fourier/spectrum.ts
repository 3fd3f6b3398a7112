import { sizeOf, type ArraySpec, type Shape } from "@openhcs/core";
import type { DeviceWork } from "../../session/device-work.js";
import type { Array as DeviceArray } from "../device-kernel.js";
import { loadNumbers } from "../load-numbers.js";
import { transformLines, type Parts } from "./line-transform.js";
import { partsProgram } from "./parts-program.js";

/** `true`, or why arrays of such a shape are left to the reference: positions are 32-bit integers, also in lines that are made longer. */
export function fitsTransform(image: ArraySpec | undefined): true | string {
  return sizeOf(image?.shape ?? []) <= 2 ** 28 || "leaves arrays of more than 2²⁸ elements to the reference";
}

/** The spectrum of real values along axes, in float64. */
export async function spectrumOf(work: DeviceWork, image: DeviceArray, shape: Shape, axes: readonly number[]): Promise<Parts> {
  return transformAxes(work, { re: await loadNumbers(work, image, "float64"), im: work.zeros("float64", image.shape) }, shape, axes);
}

/** The Fourier transform along axes, Σ x · exp(−2πi jk / n); frees what it is of. */
export async function transformAxes(work: DeviceWork, parts: Parts, shape: Shape, axes: readonly number[]): Promise<Parts> {
  let transformed = parts;
  if (sizeOf(shape) === 0) return transformed;
  for (const axis of axes) {
    const inner = sizeOf(shape.slice(axis + 1));
    transformed = await transformLines(work, transformed, { length: shape[axis] as number, inner, outer: sizeOf(shape.slice(0, axis)) });
  }
  return transformed;
}

/** Undoes {@link transformAxes}: Σ x · exp(2πi jk / n) / n. */
export async function invertAxes(work: DeviceWork, { re, im }: Parts, shape: Shape, axes: readonly number[]): Promise<Parts> {
  // Of swapped parts the forward transform is the inverse one with swapped parts.
  const swapped = await transformAxes(work, { re: im, im: re }, shape, axes);
  const size = sizeOf(shape);
  const program = await partsProgram(work);
  program.launch("scale_parts", size, [swapped.re, swapped.im, 1 / sizeOf(axes.map((axis) => shape[axis] as number)), size]);
  return { re: swapped.im, im: swapped.re };
}

/** Multiplies every block of a spectrum by a smaller one. */
export async function multiplyBlocks(work: DeviceWork, { re, im }: Parts, by: Parts): Promise<void> {
  const size = sizeOf(re.shape);
  (await partsProgram(work)).launch("multiply_parts", size, [re, im, by.re, by.im, sizeOf(by.re.shape), 1, size]);
}
