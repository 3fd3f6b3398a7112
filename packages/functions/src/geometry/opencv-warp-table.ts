import { roundHalfEven } from "@openhcs/core";
import { opencvWeights } from "./opencv-weights.js";

const fractions = 32;

/** Weights of the `width` × `width` pixels around a point, for each of 32 × 32 positions between pixels, row by row. */
export interface WarpTable {
  readonly width: number;
  readonly weights: Float32Array | Int32Array;
}

const tables = new Map<string, WarpTable>();

/** OpenCV's table of an interpolation, float32 or in fixed point of 15 bits. */
export function warpTable(kind: "linear" | "cubic" | "lanczos4", fixed: boolean): WarpTable {
  const key = `${kind} ${fixed}`;
  const known = tables.get(key);
  if (known !== undefined) return known;
  const made = makeTable(kind, fixed);
  tables.set(key, made);
  return made;
}

function makeTable(kind: "linear" | "cubic" | "lanczos4", fixed: boolean): WarpTable {
  const lines = Array.from({ length: fractions }, (_, i) => opencvWeights(kind, i / fractions));
  const width = (lines[0] as readonly number[]).length;
  const size = width * width;
  const weights = new Float32Array(fractions * fractions * size);
  let at = 0;
  for (const vertical of lines) for (const horizontal of lines) for (const v of vertical) for (const h of horizontal) weights[at++] = v * h;
  if (!fixed) return { width, weights };
  const whole = Int32Array.from(weights, (weight) => Math.min(32767, Math.max(-32768, roundHalfEven(Math.fround(weight * 32768)))));
  for (let start = 0; start < whole.length; start += size) balance(whole.subarray(start, start + size), width);
  return { width, weights: whole };
}

/** Makes the weights of a point sum to 2¹⁵, by changing the smallest or largest of the four in the middle. */
function balance(weights: Int32Array, width: number): void {
  const excess = weights.reduce((sum, weight) => sum + weight, 0) - 32768;
  if (excess === 0) return;
  const middle = width >> 1;
  let [smallest, largest] = [middle * width + middle, middle * width + middle];
  for (let row = middle; row < middle + 2; row++) {
    for (let column = middle; column < middle + 2; column++) {
      const at = row * width + column;
      if ((weights[at] as number) < (weights[smallest] as number)) smallest = at;
      else if ((weights[at] as number) > (weights[largest] as number)) largest = at;
    }
  }
  const changed = excess < 0 ? largest : smallest;
  weights[changed] = (weights[changed] as number) - excess;
}
