import type { Readable } from "node:stream";

const kept = 4096;
const outOfMemory = /out of memory|bad_alloc|Allocation failed|allocation failed|Cannot allocate memory/;

/** The last words of a child, by which its end is understood. */
export class ErrorOutput {
  #text = "";

  constructor(stream: Readable) {
    stream.setEncoding("utf8");
    stream.on("data", (text: string) => this.add(text));
    stream.on("error", () => {});
  }

  add(text: string): void {
    // The first words of a long last message say what it is about.
    if (this.#text.length < 2 * kept) this.#text += text;
    else this.#text = this.#text.slice(0, kept) + (this.#text.slice(kept) + text).slice(-kept);
  }

  get text(): string {
    return this.#text;
  }

  get tellsOutOfMemory(): boolean {
    return outOfMemory.test(this.#text);
  }
}
