/** What changes when a window takes one step along a line; distances are from the window's first element. */
export interface WindowSteps {
  /** All elements of the window. */
  readonly members: Int32Array;
  /** Elements that leave when the window at this place takes a step. */
  readonly leaving: Int32Array;
  /** Elements that have come, seen from the place after the step. */
  readonly entering: Int32Array;
}

/** Windows along a line: the first at `at`, each `step` further. */
export interface WindowLine {
  readonly at: number;
  readonly step: number;
  readonly count: number;
}

export type Elements = Uint8Array | Uint16Array | Uint32Array;

/** Finds the level of a rank in windows that slide along lines, from counts of the levels in them. */
export interface RunningHistogram {
  /** Writes the level of the rank in every window of a line to `found`. */
  walk(elements: Elements, line: WindowLine, steps: WindowSteps, found: Uint32Array): void;
}
