import type { WebGpuArray } from "../../session/gpu-array.js";
import type { GpuWork } from "../../session/gpu-work.js";
import { combined } from "./combine.js";
import { correlateAxes, type AxisPass, type Reading } from "./correlate-axes.js";

/**
 * The sum of what is derived along each axis of an image.
 *
 * @param term what a derivative, `b` in WGSL, adds
 */
export async function sumOverAxes(work: GpuWork, image: WebGpuArray, passesOf: (axis: number) => readonly AxisPass[], reading: Reading, term = "b"): Promise<WebGpuArray> {
  let sum: WebGpuArray | undefined;
  for (let axis = 0; axis < image.shape.length; axis++) {
    const derived = await correlateAxes(work, image, passesOf(axis), reading);
    if (sum !== undefined) sum = await combined(work, `a + ${term}`, sum, derived);
    else sum = term === "b" ? derived : await combined(work, term, derived);
  }
  return sum ?? work.zeros("float32", image.shape);
}
