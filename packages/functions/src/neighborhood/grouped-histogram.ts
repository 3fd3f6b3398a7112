import type { Elements, RunningHistogram, WindowLine, WindowSteps } from "./running-histogram.js";

/**
 * Counts for many levels: per level, per group and per group of groups, so that the walk from one window's answer to the next
 * skips what holds nothing. A window costs its entering and leaving elements, whatever its size.
 *
 * Source: T. Huang, G. Yang and G. Tang, "A fast two-dimensional median filtering algorithm" (1979).
 */
export class GroupedHistogram implements RunningHistogram {
  readonly #rank: number;
  readonly #bits: number;
  readonly #levels: Uint32Array;
  readonly #groups: Uint32Array;
  readonly #supergroups: Uint32Array;

  constructor(levelCount: number, rank: number) {
    this.#rank = rank;
    this.#bits = Math.ceil(Math.log2(Math.max(2, levelCount)) / 3);
    this.#levels = new Uint32Array(levelCount);
    this.#groups = new Uint32Array(((levelCount - 1) >> this.#bits) + 1);
    this.#supergroups = new Uint32Array(((levelCount - 1) >> (2 * this.#bits)) + 1);
  }

  walk(elements: Elements, { at, step, count }: WindowLine, { members, leaving, entering }: WindowSteps, found: Uint32Array): void {
    const [rank, bits, levels, groups, supergroups] = [this.#rank, this.#bits, this.#levels, this.#groups, this.#supergroups];
    const groupMask = (1 << bits) - 1;
    const supergroupMask = (1 << (2 * bits)) - 1;
    const changes = leaving.length;
    let current = 0;
    let below = 0;
    this.#count(elements, at, members, 1);
    for (let n = 0, window = at; n < count; n++, window += step) {
      if (n > 0) {
        for (let k = 0; k < changes; k++) {
          const gone = elements[window - step + (leaving[k] as number)] as number;
          const come = elements[window + (entering[k] as number)] as number;
          if (gone === come) continue;
          (levels[gone] as number)--;
          (groups[gone >> bits] as number)--;
          (supergroups[gone >> (2 * bits)] as number)--;
          (levels[come] as number)++;
          (groups[come >> bits] as number)++;
          (supergroups[come >> (2 * bits)] as number)++;
          below += ((come - current) >>> 31) - ((gone - current) >>> 31);
        }
      }
      while (below > rank) {
        if ((current & groupMask) === 0) {
          const inSupergroup = (current & supergroupMask) === 0 ? (supergroups[(current >> (2 * bits)) - 1] as number) : below;
          if (below - inSupergroup > rank) {
            below -= inSupergroup;
            current -= supergroupMask + 1;
            continue;
          }
          const inGroup = groups[(current >> bits) - 1] as number;
          if (below - inGroup > rank) {
            below -= inGroup;
            current -= groupMask + 1;
            continue;
          }
        }
        below -= levels[--current] as number;
      }
      for (;;) {
        if ((current & groupMask) === 0) {
          const inSupergroup = (current & supergroupMask) === 0 ? (supergroups[current >> (2 * bits)] as number) : rank + 1;
          if (below + inSupergroup <= rank) {
            below += inSupergroup;
            current += supergroupMask + 1;
            continue;
          }
          const inGroup = groups[current >> bits] as number;
          if (below + inGroup <= rank) {
            below += inGroup;
            current += groupMask + 1;
            continue;
          }
        }
        const inLevel = levels[current] as number;
        if (below + inLevel > rank) break;
        below += inLevel;
        current++;
      }
      found[n] = current;
    }
    this.#count(elements, at + (count - 1) * step, members, -1);
  }

  #count(elements: Elements, at: number, members: Int32Array, change: 1 | -1): void {
    for (const distance of members) {
      const level = elements[at + distance] as number;
      this.#levels[level] = (this.#levels[level] as number) + change;
      this.#groups[level >> this.#bits] = (this.#groups[level >> this.#bits] as number) + change;
      this.#supergroups[level >> (2 * this.#bits)] = (this.#supergroups[level >> (2 * this.#bits)] as number) + change;
    }
  }
}
