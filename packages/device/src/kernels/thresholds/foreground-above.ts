import { sizeOf } from "@openhcs/core";
import { kernelSource } from "../../dialect/kernel-source.js";
import type { DeviceWork } from "../../session/device-work.js";
import type { Array } from "../device-kernel.js";
import { numberIn } from "../reductions/with-value.js";
import { extentFor } from "./count-values.js";

/** Declared cost of thresholds, which read an image twice and wait for its histogram and for a count. */
export const thresholdCost = { latencyUs: 300, gbPerSec: 3 } as const;

/** What exceeds a threshold: the image and its mask stay on the device. */
export async function foregroundAbove(image: Array, threshold: number, work: DeviceWork): Promise<{ readonly mask: Array; readonly threshold: number; readonly foregroundCount: number }> {
  const mask = work.array("bool", image.shape);
  const count = work.zeros("uint32", []);
  const program = await work.program(kernelSource("thresholds/mask-above.cl", { elements: { IN: image.dtype }, compute: "float64" }));
  const size = sizeOf(image.shape);
  program.launch("mask_above", extentFor(image), [image, mask, count, size, threshold]);
  return { mask, threshold, foregroundCount: await numberIn(count, work) };
}
