import { perAxis } from "./per-axis.js";

/** Where a window lies about its pixel, as a parameter of a function. */
export const originParameter = {
  type: "integer", perAxis: true, min: -32768, max: 32768, default: 0, unit: "px",
  description: "Moves the centre of the window from ⌊size / 2⌋ towards its end, one for all axes or one per axis; it stays within the window.",
} as const;

/** `true`, or why a window of these extents has no such centre. */
export function checkOrigin(extents: readonly number[], origin: number | readonly number[]): true | string {
  const origins = perAxis(origin, extents.length);
  for (const [axis, extent] of extents.entries()) {
    const centre = (extent >> 1) + (origins[axis] as number);
    if (centre < 0 || centre >= extent) return `must have an origin in [${-(extent >> 1)}, ${(extent - 1) >> 1}] on axis ${axis}, where the window has ${extent} px`;
  }
  return true;
}
