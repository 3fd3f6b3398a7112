import type { NdArray } from "@openhcs/core";
import { maskAbove } from "./apply-threshold.js";

/** What a function that finds a threshold gives. */
export interface Foreground {
  readonly mask: NdArray;
  readonly threshold: number;
  readonly foregroundCount: number;
}

/** The outputs of such a function, described. */
export const foregroundOutputs = {
  mask: { type: "array", result: "mask", description: "1 where the image exceeds the threshold." },
  threshold: { type: "number", description: "Intensity of the threshold." },
  foregroundCount: { type: "integer", description: "Number of pixels that exceed the threshold." },
} as const;

export function foregroundAbove(image: NdArray, threshold: number): Foreground {
  const mask = maskAbove(image, threshold);
  return { mask, threshold, foregroundCount: countMarked(mask) };
}

export function countMarked(mask: NdArray): number {
  let count = 0;
  for (const marked of mask.data as Uint8Array) count += marked;
  return count;
}
