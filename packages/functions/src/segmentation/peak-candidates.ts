import { sizeOf, type Shape } from "@openhcs/core";
import type { Numbers } from "../neighborhood/elements.js";
import { maximumFilter, minimumFilter } from "../neighborhood/extreme-filter.js";
import { describedFootprint, type Footprint } from "../neighborhood/footprint.js";

/** Where a peak must be the highest: a box of so many pixels to every side, or a footprint. */
export type PeakWindow = { readonly reach: number } | { readonly footprint: Footprint };

const outside = { mode: "constant", cval: 0 } as const;

/**
 * 1 on pixels above a threshold that no pixel of their window exceeds; what lies outside of the image counts as 0.
 *
 * An image (or, with `object`, an object) that is nothing but maxima has no peak; but pixels of the object that no cross of 3 pixels
 * width covers stand for themselves.
 */
export function peakCandidates(values: Numbers, shape: Shape, window: PeakWindow, threshold: number, object?: Uint8Array): Uint8Array {
  const above = Uint8Array.from(values, (value) => (value > threshold ? 1 : 0));
  if (windowSize(window) === 1 || values.length <= 1) return above;
  const highest = windowMaxima(values, shape, window);
  const candidates = Uint8Array.from(values, (value, at) => (value === highest[at] ? 1 : 0));
  const isFlat = candidates.every((candidate, at) => candidate === 1 || object?.[at] === 0);
  if (isFlat) candidates.set(object === undefined ? new Uint8Array(values.length) : isolated(object, shape));
  return candidates.map((candidate, at) => candidate & (above[at] as number));
}

function windowSize(window: PeakWindow): number {
  return "reach" in window ? 2 * window.reach + 1 : window.footprint.members.length;
}

function windowMaxima(values: Numbers, shape: Shape, window: PeakWindow): Numbers {
  const highest = values.slice();
  if ("footprint" in window) maximumFilter(values, highest, shape, window.footprint, outside);
  // A box goes axis by axis, since in many dimensions it has more members than fit in memory.
  else for (const axis of shape.keys()) maximumFilter(highest, highest, shape, line(axis, shape, window.reach), outside);
  return highest;
}

function line(axis: number, shape: Shape, reach: number): Footprint {
  const within = Math.min(reach, shape[axis] as number);
  const extents = shape.map((_, other) => (other === axis ? 2 * within + 1 : 1));
  return { shape: extents, centre: extents.map((extent) => extent >> 1), members: new Uint8Array(sizeOf(extents)).fill(1) };
}

/** Pixels of a mask that its opening with a cross removes. */
function isolated(mask: Uint8Array, shape: Shape): Uint8Array {
  const cross = describedFootprint({ shape: "cross", ndim: shape.length }, shape.length) as Footprint;
  const opened = mask.slice();
  minimumFilter(mask, opened, shape, cross, outside);
  maximumFilter(opened, opened, shape, cross, outside);
  return mask.map((marked, at) => marked & (1 - (opened[at] as number)));
}
