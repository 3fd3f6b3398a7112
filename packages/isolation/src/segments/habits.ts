import type { Knower, Segment } from "./segment.js";

/** What is remembered of a child from call to call. */
export interface Habits {
  /** Sizes of the segments that the last call of a function took. */
  readonly sizes: Map<string, readonly number[]>;
  /** Segments that it wrote to and may have mapped still, the newest last. */
  written: readonly Segment[];
}

const habits = new WeakMap<Knower, Habits>();

export function habitsOf(child: Knower): Habits {
  const known = habits.get(child) ?? { sizes: new Map(), written: [] };
  habits.set(child, known);
  return known;
}
