import { sizeOf, type Shape } from "@openhcs/core";
import type { Footprint } from "../neighborhood/footprint.js";
import { runsOf, type Run } from "../neighborhood/footprint-runs.js";
import { lineAt, lineIndex } from "../neighborhood/neighbor-lines.js";

/**
 * 1 where all neighbours of a pixel are 1; `outside` is what lies beyond the image.
 *
 * Consecutive ones are counted once per line, after which a run of the footprint costs a comparison, however long it is. Boxes go
 * one axis after another, at a cost that does not depend on their size.
 */
export function erodeMask(source: Uint8Array, shape: Shape, footprint: Footprint, outside: 0 | 1): Uint8Array<ArrayBuffer> {
  if (source.length === 0) return new Uint8Array(0);
  return footprint.members.includes(0) ? erodeByRuns(source, shape, footprint, outside) : erodeByBox(source, shape, footprint, outside);
}

function erodeByBox(source: Uint8Array, shape: Shape, { shape: box, centre }: Footprint, outside: 0 | 1): Uint8Array<ArrayBuffer> {
  const target = new Uint8Array(source);
  for (const [axis, window] of box.entries()) {
    if (window > 1) erodeAlong(target, shape, axis, centre[axis] as number, window, outside);
  }
  return target;
}

/** In place: a count of consecutive ones says at the end of every window whether it holds nothing else. */
function erodeAlong(mask: Uint8Array, shape: Shape, axis: number, before: number, window: number, outside: 0 | 1): void {
  const extent = shape[axis] as number;
  const inner = sizeOf(shape.slice(axis + 1));
  const after = window - 1 - before;
  const counts = new Int32Array(inner);
  const source = mask.slice();
  for (let origin = 0; origin < mask.length; origin += extent * inner) {
    counts.fill(outside === 1 ? before : 0);
    for (let p = 0; p < extent + after; p++) {
      const from = origin + p * inner;
      if (p >= extent) for (let l = 0; l < inner; l++) counts[l] = outside === 1 ? (counts[l] as number) + 1 : 0;
      else for (let l = 0; l < inner; l++) counts[l] = source[from + l] === 1 ? (counts[l] as number) + 1 : 0;
      if (p < after) continue;
      const to = from - after * inner;
      for (let l = 0; l < inner; l++) mask[to + l] = (counts[l] as number) >= window ? 1 : 0;
    }
  }
}

function erodeByRuns(source: Uint8Array, shape: Shape, footprint: Footprint, outside: 0 | 1): Uint8Array<ArrayBuffer> {
  const runs = runsOf(footprint);
  const width = shape.at(-1) as number;
  const target = new Uint8Array(source.length).fill(1);
  const before = Math.max(0, ...runs.map(({ start }) => -start));
  const after = Math.max(0, ...runs.map(({ start, length }) => start + length - 1));
  const lengths = new Int32Array(before + width + after + 1);
  const fits = new Uint8Array(width);
  if (outside === 0) clearBeyond(target, shape, runs);
  for (let line = 0; line < source.length / width; line++) {
    if (!countRuns(source, line * width, width, before, after, outside, lengths)) continue;
    const index = lineIndex(line, shape);
    for (const { start, length, lines } of runs) {
      for (let x = 0, at = before + start; x < width; x++, at++) fits[x] = (lengths[at] as number) >= length ? 1 : 0;
      for (const offset of lines) {
        const at = lineAt(index, offset, shape);
        if (at < 0) continue;
        for (let x = 0, to = at * width; x < width; x++, to++) target[to] = (target[to] as number) & (fits[x] as number);
      }
    }
  }
  return target;
}

/** How many ones follow each other from every element of an extended line on; false where there is nothing else. */
function countRuns(source: Uint8Array, origin: number, width: number, before: number, after: number, outside: 0 | 1, lengths: Int32Array): boolean {
  let length = 0;
  let zeros = 0;
  for (let p = before + width + after - 1; p >= 0; p--) {
    const value = p < before || p >= before + width ? outside : source[origin + p - before];
    length = value === 1 ? length + 1 : 0;
    if (length === 0) zeros++;
    lengths[p] = length;
  }
  return zeros > 0;
}

/** Clears the lines that have a neighbouring line beyond the image. */
function clearBeyond(target: Uint8Array, shape: Shape, runs: readonly Run[]): void {
  const width = shape.at(-1) as number;
  const [before, after] = [shape.slice(0, -1).fill(0), shape.slice(0, -1).fill(0)];
  for (const offset of runs.flatMap(({ lines }) => lines)) {
    for (const [axis, step] of offset.entries()) {
      before[axis] = Math.max(before[axis] as number, -step);
      after[axis] = Math.max(after[axis] as number, step);
    }
  }
  const isInside = (at: number, axis: number) => at >= (before[axis] as number) && at + (after[axis] as number) < (shape[axis] as number);
  for (let line = 0; line < target.length / width; line++) {
    if (!lineIndex(line, shape).every(isInside)) target.fill(0, line * width, (line + 1) * width);
  }
}
