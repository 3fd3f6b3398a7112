/** What was sent and is not known to be taken yet. */
export class Backlog {
  readonly #waiting: (() => void)[] = [];
  #count = 0;

  /** Counts a message; returns what to call when it is taken. */
  add(): () => void {
    this.#count++;
    return () => {
      if (--this.#count > 0) return;
      for (const go of this.#waiting.splice(0)) go();
    };
  }

  /** Waits until everything is taken; undefined where it is. Of a child that has ended it may wait for ever. */
  drained(): Promise<void> | undefined {
    return this.#count === 0 ? undefined : new Promise((resolve) => { this.#waiting.push(resolve); });
  }
}
