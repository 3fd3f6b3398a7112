import type { Program } from "./program.js";

/** The programs that were asked for last, by their text. Expressions of users make ever new ones: of too many, those that nobody asked for are let go of. */
export class RecentPrograms {
  readonly #most: number;
  readonly #letGo: (program: Program) => void;
  readonly #programs = new Map<string, Promise<Program>>();

  constructor(most: number, letGo: (program: Program) => void) {
    this.#most = most;
    this.#letGo = letGo;
  }

  get size(): number {
    return this.#programs.size;
  }

  /** The program of a text, made once; one that cannot be made is tried again when it is next asked for. */
  get(text: string, make: () => Promise<Program>): Promise<Program> {
    const known = this.#programs.get(text);
    const program = known ?? make();
    this.#programs.delete(text);
    this.#programs.set(text, program); // The last in the map is the last asked for.
    if (known === undefined) {
      program.catch(() => { if (this.#programs.get(text) === program) this.#programs.delete(text); });
      this.#shrink();
    }
    return program;
  }

  /** When all that are being made are made, or have failed. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#programs.values());
  }

  #shrink(): void {
    for (const [text, program] of this.#programs) {
      if (this.#programs.size <= this.#most) return;
      this.#programs.delete(text);
      program.then(this.#letGo, () => {}); // Who asked for it hears of its failure.
    }
  }
}
