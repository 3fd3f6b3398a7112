import { AbortedError } from "@openhcs/core";
import { GuestTimedOutError } from "../isolation-errors.js";
import type { ToHost } from "../wire/message.js";

/** What a child is asked, and what becomes of it: at most one at a time. */
export interface ExchangeOptions {
  /** As errors name it. */
  readonly what: string;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  /** Sees every message. @param bytes of all of it @throws for one that no guest sends */
  handle(message: ToHost, attachments: readonly Uint8Array[], bytes: number): void;
  /** Called where the exchange is given up while the child is at work. */
  giveUp(): void;
}

/** One exchange with a child; its promise settles once, at the latest when the time is out. */
export class Exchange<Result> {
  readonly what: string;
  readonly result: Promise<Result>;
  readonly handle: ExchangeOptions["handle"];
  readonly #stop: () => void;
  #settle!: { resolve(result: Result): void; reject(error: unknown): void };
  #isSettled = false;

  constructor({ what, timeoutMs, signal, handle, giveUp }: ExchangeOptions) {
    this.what = what;
    this.handle = handle;
    this.result = new Promise((resolve, reject) => { this.#settle = { resolve, reject }; });
    const leave = (error: Error): void => {
      this.fail(error);
      giveUp();
    };
    const abort = (): void => leave(new AbortedError(what, signal?.reason));
    // Timers wait at most 2³¹ − 1 ms.
    const timer = setTimeout(() => leave(new GuestTimedOutError(what, timeoutMs)), Math.min(timeoutMs, 2 ** 31 - 1));
    signal?.addEventListener("abort", abort, { once: true });
    this.#stop = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
    };
    if (signal?.aborted) abort();
  }

  get isSettled(): boolean {
    return this.#isSettled;
  }

  succeed(result: Result): void {
    if (this.#end()) this.#settle.resolve(result);
  }

  fail(error: unknown): void {
    if (this.#end()) this.#settle.reject(error);
  }

  #end(): boolean {
    if (this.#isSettled) return false;
    this.#isSettled = true;
    this.#stop();
    return true;
  }
}
