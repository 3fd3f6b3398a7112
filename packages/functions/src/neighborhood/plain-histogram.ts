import type { Elements, RunningHistogram, WindowLine, WindowSteps } from "./running-histogram.js";

/**
 * Counts for few levels, among which the walk from one window's answer to the next is short. A window costs its entering and
 * leaving elements, whatever its size.
 *
 * Source: T. Huang, G. Yang and G. Tang, "A fast two-dimensional median filtering algorithm" (1979).
 */
export class PlainHistogram implements RunningHistogram {
  readonly #rank: number;
  readonly #levels: Uint32Array;

  constructor(levelCount: number, rank: number) {
    this.#rank = rank;
    this.#levels = new Uint32Array(levelCount);
  }

  walk(elements: Elements, { at, step, count }: WindowLine, { members, leaving, entering }: WindowSteps, found: Uint32Array): void {
    const [rank, levels] = [this.#rank, this.#levels];
    const changes = leaving.length;
    let current = 0;
    let below = 0;
    this.#count(elements, at, members, 1);
    for (let n = 0, window = at; n < count; n++, window += step) {
      if (n > 0) {
        for (let k = 0; k < changes; k++) {
          const gone = elements[window - step + (leaving[k] as number)] as number;
          const come = elements[window + (entering[k] as number)] as number;
          (levels[gone] as number)--;
          (levels[come] as number)++;
          below += ((come - current) >>> 31) - ((gone - current) >>> 31);
        }
      }
      while (below > rank) below -= levels[--current] as number;
      while (below + (levels[current] as number) <= rank) below += levels[current++] as number;
      found[n] = current;
    }
    this.#count(elements, at + (count - 1) * step, members, -1);
  }

  #count(elements: Elements, at: number, members: Int32Array, change: 1 | -1): void {
    for (const distance of members) {
      const level = elements[at + distance] as number;
      this.#levels[level] = (this.#levels[level] as number) + change;
    }
  }
}
