import { sizeOf, type NdArray, type Shape } from "@openhcs/core";
import { linesOf, type Axes } from "./lines.js";

/** How many elements of every line are not 0, and how many there are in each. */
export function countsOfTrue(image: NdArray, axis: Axes): { readonly counts: Uint32Array; readonly length: number; readonly shape: Shape } {
  const { elements, length, shape } = linesOf(image, axis);
  const counts = new Uint32Array(sizeOf(shape));
  for (let index = 0; index < counts.length; index++) {
    let count = 0;
    for (let at = index * length; at < (index + 1) * length; at++) if (Number(elements[at]) !== 0) count++;
    counts[index] = count;
  }
  return { counts, length, shape };
}
