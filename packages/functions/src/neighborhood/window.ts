import { sizeOf } from "@openhcs/core";
import { boundaryModes } from "./boundary.js";
import { checkFootprint, describedFootprint, footprintParameter, type Footprint } from "./footprint.js";
import { perAxis } from "./per-axis.js";

/** More members than this are a mistake, or a computation that does not end. */
const mostMembers = 1 << 24;

/** Parameters of filters over a box or a footprint. */
export const windowParameters = {
  size: {
    type: "integer", perAxis: true, min: 1, max: 4095, default: 3, unit: "px",
    description: "Extent of the box, one for all axes or one per axis; without meaning where there is a footprint.",
  },
  footprint: { ...footprintParameter, optional: true },
  mode: { type: "string", choices: boundaryModes, default: "reflect", description: "How the image goes on beyond its border." },
  cval: { type: "number", default: 0, description: "Value beyond the border in mode constant." },
} as const;

interface WindowChoices {
  readonly size: number | readonly number[];
  readonly footprint?: Readonly<Record<string, unknown>> | undefined;
}

/** `true`, or why parameters describe no window for an image of so many axes. */
export function checkWindow(rank: number, { size, footprint }: WindowChoices): true | string {
  if (footprint !== undefined) return checkFootprint(footprint, rank);
  return sizeOf(perAxis(size, rank)) <= mostMembers || `must give a window of at most ${mostMembers} pixels`;
}

/** The footprint that checked parameters describe, or the box. */
export function describedWindow(rank: number, { size, footprint }: WindowChoices): Footprint {
  return footprint === undefined ? boxOf(perAxis(size, rank)) : (describedFootprint(footprint, rank) as Footprint);
}

/** A footprint without gaps. */
export function boxOf(shape: readonly number[]): Footprint {
  return { shape, centre: shape.map((extent) => extent >> 1), members: new Uint8Array(sizeOf(shape)).fill(1) };
}
