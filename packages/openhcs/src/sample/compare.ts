import type { NdArray } from "@openhcs/core";
import type { SampleTruth } from "./sample-plate.js";

/** How close what was found in a site comes to what is there. */
export interface Agreement {
  readonly site: string;
  readonly truth: number;
  readonly counted: number;
  /** True nuclei that have a label of their own: one label over the centre, which no other centre shares. */
  readonly matched: number;
}

/** Compares [Y, X] labels with the truth of their site. */
export function compareWithTruth(labels: NdArray, { site, nuclei, centres }: SampleTruth, counted: number): Agreement {
  const [height = 0, width = 0] = labels.shape;
  const owners = new Map<number, number>();
  for (const [x, y] of centres) {
    const label = Number(labels.get(Math.min(height - 1, Math.round(y)), Math.min(width - 1, Math.round(x))));
    if (label > 0) owners.set(label, (owners.get(label) ?? 0) + 1);
  }
  const matched = [...owners.values()].filter((centresInLabel) => centresInLabel === 1).length;
  return { site, truth: nuclei, counted, matched };
}
