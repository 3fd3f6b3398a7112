/** Places in an image, taken from the highest level down: a list per level. None may be put above the level last taken. */
export class LevelQueue {
  readonly #places: Int32Array;
  readonly #next: Int32Array;
  readonly #first: Int32Array;
  #count = 0;
  #level: number;

  /** @param capacity how many places are put in all */
  constructor(levels: number, capacity: number) {
    this.#places = new Int32Array(capacity);
    this.#next = new Int32Array(capacity);
    this.#first = new Int32Array(levels).fill(-1);
    this.#level = levels - 1;
  }

  /** The level of the place last taken. */
  get level(): number {
    return this.#level;
  }

  put(place: number, level: number): void {
    this.#places[this.#count] = place;
    this.#next[this.#count] = this.#first[level] as number;
    this.#first[level] = this.#count++;
  }

  /** The next place; -1 when there is none. */
  take(): number {
    while (this.#level >= 0 && this.#first[this.#level] === -1) this.#level--;
    if (this.#level < 0) return -1;
    const entry = this.#first[this.#level] as number;
    this.#first[this.#level] = this.#next[entry] as number;
    return this.#places[entry] as number;
  }
}
