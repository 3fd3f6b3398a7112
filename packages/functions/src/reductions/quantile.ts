import { roundHalfEven } from "@openhcs/core";
import { select } from "./select.js";

export const interpolations = ["linear", "lower", "higher", "nearest", "midpoint"] as const;
export type Interpolation = (typeof interpolations)[number];

/** The values at ascending or other fractions of a line as if it were sorted; NaN if there is any, or nothing. The line is reordered. */
export function quantilesOf(line: Float64Array, fractions: readonly number[], interpolation: Interpolation): number[] {
  if (line.length === 0 || line.some(Number.isNaN)) return fractions.map(() => NaN);
  const last = line.length - 1;
  const quantiles = new Array<number>(fractions.length).fill(NaN);
  let settled = 0;
  // In ascending order, so that each selection searches only behind the one before.
  for (const at of [...fractions.keys()].sort((a, b) => (fractions[a] as number) - (fractions[b] as number))) {
    const position = last * (fractions[at] as number);
    const rank = Math.floor(position);
    const below = select(line, rank, settled);
    settled = rank;
    quantiles[at] = quantileBetween(below, rank < position ? smallestFrom(line, rank + 1) : below, position, interpolation);
  }
  return quantiles;
}

/** Behind a selected element stand the larger ones, of which this is the next in order. */
function smallestFrom(line: Float64Array, from: number): number {
  let smallest = Infinity;
  for (let i = from; i < line.length; i++) if ((line[i] as number) < smallest) smallest = line[i] as number;
  return smallest;
}

/** The value at a position between two that follow each other in order, of which the first is at the whole position below. */
export function quantileBetween(below: number, above: number, position: number, interpolation: Interpolation): number {
  const fraction = position - Math.floor(position);
  if (below === above || interpolation === "lower") return below;
  if (interpolation === "higher") return above;
  if (interpolation === "nearest") return roundHalfEven(position) > position ? above : below;
  if (!Number.isFinite(below) || !Number.isFinite(above)) return below + above;
  const part = interpolation === "midpoint" ? 0.5 : fraction;
  // From the nearer end, so that the ends themselves come out exactly.
  return part >= 0.5 ? above - (above - below) * (1 - part) : below + (above - below) * part;
}
