import type { ChildProcess } from "node:child_process";

const kept = 4096;
const outOfMemory = /out of memory|bad_alloc|Allocation failed|allocation failed|Cannot allocate memory/;

/** The last words of a child, by which its end is understood, or why there is none. */
export class ErrorOutput {
  #text = "";

  /** To be made at once: an error that nobody listens to ends this process, and of a child that did not start it comes in the next turn. */
  constructor(child: ChildProcess) {
    child.on("error", (error) => this.#add(`${error.message}\n`));
    // Where no file can be opened there is no stream either.
    child.stderr?.setEncoding("utf8").on("data", (text: string) => this.#add(text)).on("error", () => {});
  }

  get text(): string {
    return this.#text;
  }

  get tellsOutOfMemory(): boolean {
    return outOfMemory.test(this.#text);
  }

  #add(text: string): void {
    // The first words of a long last message say what it is about.
    if (this.#text.length < 2 * kept) this.#text += text;
    else this.#text = this.#text.slice(0, kept) + (this.#text.slice(kept) + text).slice(-kept);
  }
}
