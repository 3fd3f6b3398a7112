import { saturate } from "@openhcs/core";
import type { Numbers } from "../neighborhood/elements.js";

/** What `cv2.equalizeHist` makes of 8-bit values: the darkest become 0, the brightest 255; a single value stays. */
export function opencvEqualized(values: Numbers): Uint8Array {
  const counts = new Uint32Array(256);
  for (let i = 0; i < values.length; i++) counts[values[i] as number] = (counts[values[i] as number] as number) + 1;
  const table = opencvTable(counts, values.length);
  return table === undefined ? Uint8Array.from(values) : Uint8Array.from(values, (value) => table[value] as number);
}

/** What becomes of each value, by how often each occurs; undefined where all stay. */
export function opencvTable(counts: Uint32Array, size: number): Uint8Array | undefined {
  const darkest = counts.findIndex((count) => count > 0);
  if (size === 0 || counts[darkest] === size) return undefined;

  const scale = Math.fround(255 / Math.fround(size - (counts[darkest] as number)));
  const round = saturate("uint8");
  const table = new Uint8Array(256);
  for (let value = darkest + 1, sum = 0; value < 256; value++) {
    sum += counts[value] as number;
    table[value] = round(Math.fround(Math.fround(sum) * scale));
  }
  return table;
}
