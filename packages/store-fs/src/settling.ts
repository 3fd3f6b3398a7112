/** Waits for each name until it has been quiet for a while. Keeps no process alive. */
export class Settling implements Disposable {
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #settled: (name: string) => void;

  constructor(settled: (name: string) => void) {
    this.#settled = settled;
  }

  touch(name: string, quietMs: number): void {
    clearTimeout(this.#timers.get(name));
    const timer = setTimeout(() => {
      this.#timers.delete(name);
      this.#settled(name);
    }, quietMs);
    this.#timers.set(name, timer.unref());
  }

  [Symbol.dispose](): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }
}
