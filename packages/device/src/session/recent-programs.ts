import type { Program } from "./program.js";
import { Recent } from "./recent.js";

/** The programs that were asked for last, by their text: expressions of users make ever new ones. */
export class RecentPrograms {
  readonly #programs: Recent<Promise<Program>>;

  constructor(most: number, letGo: (program: Program) => void) {
    this.#programs = new Recent(most, (program) => void program.then(letGo, () => {})); // Who asked for it hears of its failure.
  }

  get size(): number {
    return this.#programs.size;
  }

  /** The program of a text, made once; one that cannot be made is tried again when it is next asked for. */
  get(text: string, make: () => Promise<Program>): Promise<Program> {
    return this.#programs.get(text, () => {
      const program = make();
      program.catch(() => this.#programs.forget(text, program));
      return program;
    });
  }

  /** When all that are being made are made, or have failed. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#programs.values());
  }
}
