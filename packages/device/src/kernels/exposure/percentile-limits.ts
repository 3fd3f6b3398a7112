import { sizeOf } from "@openhcs/core";
import { quantileBetween } from "@openhcs/functions/for-kernels";
import type { DeviceWork } from "../../session/device-work.js";
import type { Array } from "../device-kernel.js";
import { selectRanks } from "./select-ranks.js";

/** Two percentiles of each plane, one after the other; NaN of planes with a NaN, and of empty ones. */
export async function percentileLimits(image: Array, planes: number, percents: readonly [low: number, high: number], work: DeviceWork): Promise<Float64Array> {
  const size = planes === 0 ? 0 : sizeOf(image.shape) / planes;
  const limits = new Float64Array(2 * planes).fill(NaN);
  if (size === 0) return limits;
  const last = size - 1;
  const positions = percents.map((percent) => last * (percent / 100));
  const ranks = positions.flatMap((position) => [Math.floor(position), Math.ceil(position)]);
  const selected = await selectRanks(image, planes, [...ranks, last], work);
  for (let plane = 0; plane < planes; plane++) {
    const values = selected.subarray(plane * 5, plane * 5 + 5);
    if (Number.isNaN(values[4])) continue;
    for (const [at, position] of positions.entries()) limits[2 * plane + at] = quantileBetween(values[2 * at] as number, values[2 * at + 1] as number, position, "linear");
  }
  return limits;
}
