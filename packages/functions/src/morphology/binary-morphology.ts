import type { NdArray, Shape } from "@openhcs/core";
import { foregroundOf } from "../labels/partition.js";
import { describedFootprint, memberCount, mirrored, type Footprint } from "../neighborhood/footprint.js";
import { erodeMask } from "./erode-mask.js";
import { spread } from "./spread.js";

/** Checked parameters of binary morphology. */
export interface BinaryChoices {
  readonly convention: "scipy" | "skimage";
  readonly footprint?: Readonly<Record<string, unknown>> | undefined;
  readonly iterations?: number | undefined;
  readonly borderValue?: number | undefined;
}

type Step = "erosion" | "dilation";

/** The steps on the image's foreground, one after another. */
export function binaryMorphology(image: NdArray, { convention, footprint: description, iterations = 1, borderValue = 0 }: BinaryChoices, steps: readonly Step[]): Uint8Array<ArrayBuffer> {
  const footprint = binaryFootprint(description, image.rank);
  let mask = foregroundOf(image) as Uint8Array<ArrayBuffer>;
  for (const step of steps) {
    const outside = (convention === "scipy" ? borderValue : Number(step === "erosion")) as 0 | 1;
    const times = iterations < 1 ? Infinity : iterations;
    mask = step === "erosion" ? erode(mask, image.shape, footprint, outside, times) : dilate(mask, image.shape, footprint, outside, times);
  }
  return mask;
}

/** The footprint that a checked parameter describes; by default the cross. */
export function binaryFootprint(description: Readonly<Record<string, unknown>> | undefined, rank: number): Footprint {
  return describedFootprint(description ?? { shape: "cross", ndim: rank }, rank) as Footprint;
}

/** Dilation is the erosion of the background by the mirrored footprint. */
function dilate(mask: Uint8Array<ArrayBuffer>, shape: Shape, footprint: Footprint, outside: 0 | 1, times: number): Uint8Array<ArrayBuffer> {
  return inverted(erode(inverted(mask), shape, mirrored(footprint), (1 - outside) as 0 | 1, times));
}

/** Erosions repeat as a whole, or by what each takes away, whichever counts less; the latter where a pixel is a neighbour of itself, so that none comes back. */
function erode(mask: Uint8Array<ArrayBuffer>, shape: Shape, footprint: Footprint, outside: 0 | 1, times: number): Uint8Array<ArrayBuffer> {
  const once = erodeMask(mask, shape, footprint, outside);
  if (times === 1) return once;
  const isShrinking = hasCentre(footprint);
  if (isShrinking && memberCount(footprint) < (times - 1) * linesOf(footprint)) {
    return spread(once, difference(mask, once), shape, mirrored(footprint), times - 1);
  }
  let [before, after] = [mask, once];
  for (let n = 1; n < times && !areEqual(before, after); n++) [before, after] = [after, erodeMask(after, shape, footprint, outside)];
  return after;
}

/** Whether a pixel is a neighbour of itself. */
export function hasCentre({ shape, centre, members }: Footprint): boolean {
  return members[centre.reduce((at, index, axis) => at * (shape[axis] as number) + index, 0)] === 1;
}

function linesOf({ shape, members }: Footprint): number {
  return members.includes(0) ? members.length / (shape.at(-1) as number) : shape.length;
}

export function inverted(mask: Uint8Array): Uint8Array<ArrayBuffer> {
  const inverse = new Uint8Array(mask.length);
  for (let i = 0; i < mask.length; i++) inverse[i] = 1 - (mask[i] as number);
  return inverse;
}

/** What a subset leaves of a mask. */
export function difference(mask: Uint8Array, subset: Uint8Array): Uint8Array<ArrayBuffer> {
  const rest = new Uint8Array(mask.length);
  for (let i = 0; i < mask.length; i++) rest[i] = (mask[i] as number) & (1 - (subset[i] as number));
  return rest;
}

function areEqual(a: Uint8Array, b: Uint8Array): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
