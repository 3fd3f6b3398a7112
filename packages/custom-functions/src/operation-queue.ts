/** Operations one after another, in the order in which they were asked for; one that fails holds up none. */
export class OperationQueue {
  #last: Promise<unknown> = Promise.resolve();

  run<Result>(operation: () => Promise<Result>): Promise<Result> {
    const result = this.#last.then(operation);
    this.#last = result.catch(() => {}); // Whoever asked for it hears of its failure.
    return result;
  }

  /** When everything that was asked for so far has ended. */
  async settled(): Promise<void> {
    await this.#last;
  }
}
