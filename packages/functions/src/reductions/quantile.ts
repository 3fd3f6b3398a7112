import { roundHalfEven } from "@openhcs/core";

export const interpolations = ["linear", "lower", "higher", "nearest", "midpoint"] as const;
export type Interpolation = (typeof interpolations)[number];

/** The value at a fraction of a sorted line, NaN last; NaN if there is any, or nothing. */
export function quantileOf(sorted: Float64Array, fraction: number, interpolation: Interpolation): number {
  const last = sorted.length - 1;
  if (last < 0 || Number.isNaN(sorted[last])) return NaN;
  const position = last * fraction;
  if (interpolation === "nearest") return sorted[roundHalfEven(position)] as number;
  const at = Math.floor(position);
  const below = sorted[at] as number;
  const above = sorted[Math.ceil(position)] as number;
  if (below === above || interpolation === "lower") return below;
  if (interpolation === "higher") return above;
  if (!Number.isFinite(below) || !Number.isFinite(above)) return below + above;
  const part = interpolation === "midpoint" ? 0.5 : position - at;
  // From the nearer end, so that the ends themselves come out exactly.
  return part >= 0.5 ? above - (above - below) * (1 - part) : below + (above - below) * part;
}
