/**
 * How many parts of literal data and of types are read in one source.
 *
 * Constants and types that name others twice each stand for data that doubles with every line.
 */
export class Budget {
  #left = 200_000;

  /** Whether another part may be read. */
  spend(): boolean {
    return --this.#left >= 0;
  }
}
