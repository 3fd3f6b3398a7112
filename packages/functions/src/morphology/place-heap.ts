/** Places in an image, taken in descending order of the values with which they were put: a binary heap. */
export class PlaceHeap {
  #places = new Int32Array(1024);
  #values = new Float64Array(1024);
  #count = 0;

  get isEmpty(): boolean {
    return this.#count === 0;
  }

  /** The largest value; of an empty heap anything. */
  get largest(): number {
    return this.#values[0] as number;
  }

  put(place: number, value: number): void {
    if (this.#count === this.#places.length) this.#grow();
    const [places, values] = [this.#places, this.#values];
    let at = this.#count++;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if ((values[parent] as number) >= value) break;
      places[at] = places[parent] as number;
      values[at] = values[parent] as number;
      at = parent;
    }
    places[at] = place;
    values[at] = value;
  }

  /** Takes the place of the largest value from a heap that is not empty. */
  take(): number {
    const [places, values] = [this.#places, this.#values];
    const taken = places[0] as number;
    const count = --this.#count;
    const [place, value] = [places[count] as number, values[count] as number];
    let at = 0;
    for (let child = 1; child < count; child = 2 * at + 1) {
      if (child + 1 < count && (values[child + 1] as number) > (values[child] as number)) child++;
      if ((values[child] as number) <= value) break;
      places[at] = places[child] as number;
      values[at] = values[child] as number;
      at = child;
    }
    places[at] = place;
    values[at] = value;
    return taken;
  }

  #grow(): void {
    const [places, values] = [this.#places, this.#values];
    this.#places = new Int32Array(2 * places.length);
    this.#values = new Float64Array(2 * values.length);
    this.#places.set(places);
    this.#values.set(values);
  }
}
