import type { LogLevel } from "@openhcs/core";
import type { GuestHost } from "../guest-host.js";

const levels: readonly string[] = ["debug", "info", "warn", "error"];
const maxLines = 1_000;
const maxSteps = 10_000;

/** What a guest tells during one call: so much of it is passed on. */
export class Spoken {
  readonly #host: GuestHost;
  readonly #onFailure: (error: unknown) => void;
  #lines = 0;
  #steps = 0;
  #isEnded = false;

  /** @param onFailure called with what the host throws when it is told something */
  constructor(host: GuestHost, onFailure: (error: unknown) => void) {
    this.#host = host;
    this.#onFailure = onFailure;
  }

  log(level: unknown, text: unknown): void {
    this.#lines++;
    if (typeof level !== "string" || !levels.includes(level) || typeof text !== "string") throw new TypeError("a line that is none");
    if (this.#lines <= maxLines) this.#tell((host) => host.log(level as LogLevel, text.slice(0, 10_000)));
  }

  progress(fraction: unknown, message: unknown): void {
    this.#steps++;
    if (typeof fraction !== "number" || (message !== undefined && typeof message !== "string")) return; // NaN comes as null.
    if (this.#steps <= maxSteps) this.#tell((host) => host.progress(Math.min(1, Math.max(0, fraction)), message?.slice(0, 1_000)));
  }

  /** After the call, once: says what was left out. */
  end(): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    if (this.#lines > maxLines) this.#tell((host) => host.log("warn", `${this.#lines - maxLines} more lines were dropped.`));
  }

  /** What the host throws is no fault of the guest's. */
  #tell(what: (host: GuestHost) => void): void {
    try {
      what(this.#host);
    } catch (error) {
      this.#onFailure(error);
    }
  }
}
