import type { Footprint } from "./footprint.js";
import { lineOffset } from "./neighbor-lines.js";

/** Neighbours that follow each other along the last axis: offsets `start … start + length − 1` from the centre. */
export interface Run {
  readonly start: number;
  readonly length: number;
  /** Offsets from the centre, on all axes but the last, of the lines that have such a run. */
  readonly lines: readonly (readonly number[])[];
}

/** A footprint as runs along the last axis, equal ones together, so that each is computed once per line of the image. */
export function runsOf({ shape, centre, members }: Footprint): readonly Run[] {
  const width = shape[shape.length - 1] as number;
  const middle = centre[centre.length - 1] as number;
  const runs = new Map<string, { start: number; length: number; lines: number[][] }>();
  for (let line = 0; line < members.length / width; line++) {
    const offset = lineOffset(line, shape, centre);
    for (let from = 0; from < width; from++) {
      if (members[line * width + from] === 0) continue;
      const start = from;
      while (from < width && members[line * width + from] === 1) from++;
      const key = `${start} ${from}`;
      const run = runs.get(key) ?? { start: start - middle, length: from - start, lines: [] };
      run.lines.push(offset);
      runs.set(key, run);
    }
  }
  return [...runs.values()];
}
