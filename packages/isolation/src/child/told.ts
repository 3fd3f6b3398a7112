import { maxToldBytes } from "../wire/bounds.js";

/** Guests stop by themselves long before. */
const maxMessages = 100_000;
const maxBytes = 2 ** 27;

/** Counts what a child says unasked and without waiting for an answer, of which it could say any amount. */
export class Told {
  readonly #most: { readonly messages: number; readonly bytes: number };
  #messages = 0;
  #bytes = 0;

  constructor(most = { messages: maxMessages, bytes: maxBytes }) {
    this.#most = most;
  }

  /** @throws RangeError for a flood */
  count(bytes: number): void {
    this.#bytes += bytes;
    if (++this.#messages > this.#most.messages || this.#bytes > this.#most.bytes || bytes > maxToldBytes) throw new RangeError("a flood of messages");
  }
}
