import type { NanPolicy } from "@openhcs/functions/for-kernels";
import type { DeviceWork } from "../../session/device-work.js";
import type { Array } from "../device-kernel.js";
import { extremeValues } from "../reductions/extremes.js";
import { linesOf } from "../reductions/lines.js";
import { numberIn } from "../reductions/with-value.js";

/** The smallest and the largest value of an image that is not empty, on the host; NaN where there is one and they are not left out. */
export async function extremesOf(image: Array, work: DeviceWork, nanPolicy: NanPolicy = "propagate"): Promise<{ readonly min: number; readonly max: number }> {
  const lines = await linesOf(image, undefined, work);
  const smallest = await extremeValues(lines, -1, nanPolicy, work);
  const largest = await extremeValues(lines, 1, nanPolicy, work);
  const [min, max] = await Promise.all([numberIn(smallest, work), numberIn(largest, work)]);
  return { min, max };
}
