/** What was asked for last, by its key, made when it is first asked for. Of too many, those that nobody asked for are let go of. */
export class Recent<Value> {
  readonly #most: number;
  readonly #letGo: (value: Value) => void;
  readonly #values = new Map<string, Value>();

  constructor(most: number, letGo: (value: Value) => void = () => {}) {
    this.#most = most;
    this.#letGo = letGo;
  }

  get size(): number {
    return this.#values.size;
  }

  get(key: string, make: () => Value): Value {
    const known = this.#values.get(key);
    const value = known ?? make();
    if (known !== undefined) this.#values.delete(key);
    this.#values.set(key, value); // The last in the map is the last asked for.
    if (known === undefined) this.#shrink();
    return value;
  }

  /** Makes it anew when it is next asked for, unless it has been already. */
  forget(key: string, value: Value): void {
    if (this.#values.get(key) === value) this.#values.delete(key);
  }

  values(): Iterable<Value> {
    return this.#values.values();
  }

  #shrink(): void {
    for (const [key, value] of this.#values) {
      if (this.#values.size <= this.#most) return;
      this.#values.delete(key);
      this.#letGo(value);
    }
  }
}
