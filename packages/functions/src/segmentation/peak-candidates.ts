import { sizeOf, type Shape } from "@openhcs/core";
import type { Numbers } from "../neighborhood/elements.js";
import { footprintMaximum, footprintMinimum } from "../neighborhood/extreme-filter.js";
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
  const isSingle = windowSize(window) === 1 || values.length <= 1;
  const candidates = isSingle ? new Uint8Array(values.length).fill(1) : maximaOf(values, shape, window, object);
  for (let at = 0; at < candidates.length; at++) if (!((values[at] as number) > threshold)) candidates[at] = 0;
  return candidates;
}

function maximaOf(values: Numbers, shape: Shape, window: PeakWindow, object: Uint8Array | undefined): Uint8Array {
  const highest = windowMaxima(values, shape, window);
  const maxima = new Uint8Array(values.length);
  let isFlat = true;
  for (let at = 0; at < maxima.length; at++) {
    if (values[at] === highest[at]) maxima[at] = 1;
    else if (object?.[at] !== 0) isFlat = false;
  }
  if (!isFlat) return maxima;
  return object === undefined ? maxima.fill(0) : isolated(object, shape);
}

function windowSize(window: PeakWindow): number {
  return "reach" in window ? 2 * window.reach + 1 : window.footprint.members.length;
}

function windowMaxima(values: Numbers, shape: Shape, window: PeakWindow): Numbers {
  const highest = values.slice();
  if ("footprint" in window) footprintMaximum(values, highest, shape, window.footprint, outside);
  // A box goes axis by axis, since in many dimensions it has more members than fit in memory.
  else for (const axis of shape.keys()) footprintMaximum(highest, highest, shape, line(axis, shape, window.reach), outside);
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
  footprintMinimum(mask, opened, shape, cross, outside);
  footprintMaximum(opened, opened, shape, cross, outside);
  return mask.map((marked, at) => marked & (1 - (opened[at] as number)));
}
