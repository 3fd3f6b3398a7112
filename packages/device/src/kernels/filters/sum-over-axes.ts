import type { Dtype } from "@openhcs/core";
import type { ComputeType } from "../../dialect/kernel-source.js";
import type { DeviceWork } from "../../session/device-work.js";
import type { Array } from "../device-kernel.js";
import { combine } from "./combine.js";
import { correlateAxes, type AxisOptions, type AxisPass } from "./correlate-axes.js";

/**
 * The sum of what is derived along each axis of an image, added in the dtype that is kept.
 *
 * @param term what a derivative, `b` in the dialect, adds
 */
export async function sumOverAxes(
  work: DeviceWork, image: Array, passesOf: (axis: number) => readonly AxisPass[], options: AxisOptions & { readonly kept: Dtype; readonly compute: ComputeType }, term = "b",
): Promise<Array> {
  const { kept, compute } = options;
  let sum: Array | undefined;
  for (let axis = 0; axis < image.shape.length; axis++) {
    const derived = await correlateAxes(work, image, passesOf(axis), options);
    if (sum === undefined) {
      sum = derived;
      if (term !== "b") await combine(work, term, sum, sum, sum, compute);
      continue;
    }
    await combine(work, `a + ${term}`, sum, derived, sum, compute);
    work.free(derived);
  }
  return sum ?? work.zeros(kept, image.shape);
}
