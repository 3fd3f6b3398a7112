import { contiguousStrides, sizeOf, type Shape } from "@openhcs/core";
import type { Numbers } from "./elements.js";
import { memberCount, type Footprint } from "./footprint.js";
import { GroupedHistogram } from "./grouped-histogram.js";
import type { Levels } from "./levels.js";
import { lineStart } from "./line-start.js";
import { PlainHistogram } from "./plain-histogram.js";
import type { WindowSteps } from "./running-histogram.js";
import { distancesOf } from "./window-distances.js";

/** So many levels are walked over faster one by one than by groups. */
const fewLevels = 1 << 8;

/** A part of a larger array: where it begins, and the strides of that array. */
export interface Part {
  readonly origin: number;
  readonly strides: readonly number[];
}

/**
 * The neighbour of a given rank around every pixel, by the counts of a window that slides along the axis where the fewest neighbours change.
 *
 * @param levels of an image of the given shape, extended by the footprint's reach
 * @param target where the results go, and to which part of it
 */
export function rankByHistogram({ elements, values }: Levels, shape: Shape, footprint: Footprint, rank: number, target: Numbers, part: Part): void {
  const strides = contiguousStrides(shape.map((extent, axis) => extent + (footprint.shape[axis] as number) - 1));
  const axis = cheapestAxis(shape, footprint);
  const count = shape[axis] as number;
  const step = strides[axis] as number;
  const steps = stepsAlong(axis, footprint, strides);
  const histogram = new (values.length <= fewLevels ? PlainHistogram : GroupedHistogram)(values.length, rank);
  const found = new Uint32Array(count);
  const targetStep = part.strides[axis] as number;
  for (let line = 0; line < sizeOf(shape) / count; line++) {
    histogram.walk(elements, { at: lineStart(line, shape, strides, axis), step, count }, steps, found);
    let at = part.origin + lineStart(line, shape, part.strides, axis);
    for (let n = 0; n < count; n++, at += targetStep) target[at] = values[found[n] as number] as number;
  }
}

/** The axis along which the fewest elements are counted; of equal ones the last, whose elements lie side by side. */
function cheapestAxis(shape: Shape, footprint: Footprint): number {
  let [best, least] = [0, Infinity];
  for (const [axis, extent] of shape.entries()) {
    const counted = memberCount(footprint) / extent + endsAlong(axis, footprint, 1).length;
    if (counted <= least) [best, least] = [axis, counted];
  }
  return best;
}

function stepsAlong(axis: number, footprint: Footprint, strides: readonly number[]): WindowSteps {
  const [leaving, entering] = [new Set(endsAlong(axis, footprint, -1)), new Set(endsAlong(axis, footprint, 1))];
  return {
    members: distancesOf(footprint, strides),
    leaving: distancesOf(footprint, strides, (member) => leaving.has(member)),
    entering: distancesOf(footprint, strides, (member) => entering.has(member)),
  };
}

/** Members beyond which, in one direction of an axis, there is none. */
function endsAlong(axis: number, { shape, members }: Footprint, direction: 1 | -1): readonly number[] {
  const stride = sizeOf(shape.slice(axis + 1));
  const extent = shape[axis] as number;
  const ends: number[] = [];
  for (const [member, belongs] of members.entries()) {
    if (belongs === 0) continue;
    const next = (Math.floor(member / stride) % extent) + direction;
    if (next < 0 || next >= extent || members[member + direction * stride] === 0) ends.push(member);
  }
  return ends;
}
