/** Waits for each thing, by its key, until it has been quiet for a while. Keeps no process alive. */
export class Settling<Key> implements Disposable {
  readonly #timers = new Map<Key, NodeJS.Timeout>();
  readonly #settled: (key: Key) => void;
  #isDisposed = false;

  constructor(settled: (key: Key) => void) {
    this.#settled = settled;
  }

  touch(key: Key, quietMs: number): void {
    clearTimeout(this.#timers.get(key));
    if (this.#isDisposed) return;
    const timer = setTimeout(() => {
      this.#timers.delete(key);
      this.#settled(key);
    }, quietMs);
    this.#timers.set(key, timer.unref());
  }

  [Symbol.dispose](): void {
    this.#isDisposed = true;
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }
}
