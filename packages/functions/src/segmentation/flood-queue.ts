/** A pixel that waits for the water. */
export interface FloodItem {
  value: number;
  age: number;
  index: number;
  source: number;
}

/**
 * Waiting pixels, the lowest first and of those the longest waiting: a binary heap in typed arrays that grow.
 *
 * Items of equal value and age come out in the order of scikit-image's heap, which is the same.
 */
export class FloodQueue {
  #values = new Float64Array(1024);
  #ages = new Int32Array(1024);
  #indices = new Int32Array(1024);
  #sources = new Int32Array(1024);
  size = 0;

  push(value: number, age: number, index: number, source: number): void {
    if (this.size === this.#ages.length) this.#grow();
    let hole = this.size++;
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      if (!this.#precedes(value, age, parent)) break;
      this.#move(parent, hole);
      hole = parent;
    }
    this.#put(hole, value, age, index, source);
  }

  /** Takes the first item out, into `item`. */
  pop(item: FloodItem): void {
    item.value = this.#values[0] as number;
    item.age = this.#ages[0] as number;
    item.index = this.#indices[0] as number;
    item.source = this.#sources[0] as number;
    const last = --this.size;
    if (last === 0) return;
    const [value, age] = [this.#values[last] as number, this.#ages[last] as number];
    let hole = 0;
    for (;;) {
      const left = 2 * hole + 1;
      if (left >= last) break;
      const right = left + 1;
      let first = this.#follows(value, age, left) ? left : hole;
      if (right < last && (first === hole ? this.#follows(value, age, right) : this.#precedes(this.#values[right] as number, this.#ages[right] as number, left))) first = right;
      if (first === hole) break;
      this.#move(first, hole);
      hole = first;
    }
    this.#put(hole, value, age, this.#indices[last] as number, this.#sources[last] as number);
  }

  #precedes(value: number, age: number, at: number): boolean {
    const other = this.#values[at] as number;
    return value === other ? age < (this.#ages[at] as number) : value < other;
  }

  #follows(value: number, age: number, at: number): boolean {
    const other = this.#values[at] as number;
    return value === other ? (this.#ages[at] as number) < age : other < value;
  }

  #move(from: number, to: number): void {
    this.#values[to] = this.#values[from] as number;
    this.#ages[to] = this.#ages[from] as number;
    this.#indices[to] = this.#indices[from] as number;
    this.#sources[to] = this.#sources[from] as number;
  }

  #put(at: number, value: number, age: number, index: number, source: number): void {
    this.#values[at] = value;
    this.#ages[at] = age;
    this.#indices[at] = index;
    this.#sources[at] = source;
  }

  #grow(): void {
    const length = 2 * this.#ages.length;
    const [values, ages, indices, sources] = [new Float64Array(length), new Int32Array(length), new Int32Array(length), new Int32Array(length)];
    values.set(this.#values);
    ages.set(this.#ages);
    indices.set(this.#indices);
    sources.set(this.#sources);
    [this.#values, this.#ages, this.#indices, this.#sources] = [values, ages, indices, sources];
  }
}
