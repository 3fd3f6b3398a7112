import type { Child } from "../child/child.js";

/** Children that are ready and serve no source yet. */
export class Spares {
  readonly #start: () => Promise<Child>;
  readonly #count: number;
  readonly #ready: Promise<Child>[] = [];

  constructor(start: () => Promise<Child>, count: number) {
    this.#start = start;
    this.#count = count;
  }

  /** Starts what is missing, and waits until all are there. */
  async fill(): Promise<void> {
    while (this.#ready.length < this.#count) {
      const starting = this.#start();
      this.#ready.push(starting);
      starting.then(({ ended }) => ended.then(() => this.#drop(starting)), () => this.#drop(starting));
    }
    await Promise.all(this.#ready);
  }

  /** Undefined where none is there, also where those that were have ended or did not start: that may have passed. */
  async take(): Promise<Child | undefined> {
    for (let starting = this.#ready.shift(); starting !== undefined; starting = this.#ready.shift()) {
      const child = await starting.catch(() => undefined);
      if (child?.isAlive) return child;
    }
    return undefined;
  }

  /** Ends them all. */
  async empty(): Promise<void> {
    const ending = this.#ready.splice(0).map(async (starting) => (await starting).end());
    await Promise.allSettled(ending);
  }

  #drop(starting: Promise<Child>): void {
    const at = this.#ready.indexOf(starting);
    if (at !== -1) this.#ready.splice(at, 1);
  }
}
