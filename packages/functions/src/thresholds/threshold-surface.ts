import { NdArray } from "@openhcs/core";
import { numbersOf, type Numbers } from "../neighborhood/elements.js";
import { countMarked } from "./foreground.js";

/** The outputs of functions that find a threshold for every pixel, described. */
export const surfaceOutputs = {
  mask: { type: "array", result: "mask", description: "1 where the image exceeds its local threshold." },
  threshold: { type: "array", result: "float", description: "Threshold of each pixel." },
  foregroundCount: { type: "integer", description: "Number of pixels that exceed their threshold." },
} as const;

/** What lies above a threshold of its own for every pixel. */
export function foregroundAboveSurface(image: NdArray, thresholds: Numbers): { mask: NdArray; threshold: NdArray; foregroundCount: number } {
  const values = numbersOf(image);
  const data = new Uint8Array(values.length);
  for (let i = 0; i < values.length; i++) data[i] = (values[i] as number) > (thresholds[i] as number) ? 1 : 0;
  const mask = new NdArray({ data, shape: image.shape, dtype: "bool" });
  return { mask, threshold: new NdArray({ data: thresholds, shape: image.shape }), foregroundCount: countMarked(mask) };
}

/** As scikit-image computes: float32 for float32 and float16, float64 for all else. */
export function surfaceDtype({ dtype }: NdArray): "float32" | "float64" {
  return dtype === "float32" || dtype === "float16" ? "float32" : "float64";
}

/** Windows must have a centre. */
export function checkOdd(name: string, size: number | readonly number[]): true | string {
  return [size].flat().every((extent) => extent % 2 === 1) || `must have an odd ${name}`;
}
