import { isOpenHcsError } from "../errors/openhcs-error.js";
import type { Backend } from "./backend.js";
import { BackendFailedError, BackendUnavailableError } from "./backend-errors.js";

interface Opened {
  readonly backend: Backend;
  readonly session: unknown;
}

/** Backends that are open: each at its first need, once, and closed in the reverse order. */
export class Sessions {
  readonly #known = new Map<string, Backend>();
  readonly #opened = new Map<string, Opened>();
  readonly #opening = new Map<string, Promise<unknown>>();
  readonly #closeTimeoutMs: number;

  /** @param closeTimeoutMs how long a backend that hangs is waited for in closing */
  constructor(closeTimeoutMs: number) {
    this.#closeTimeoutMs = closeTimeoutMs;
  }

  admit(backend: Backend): void {
    this.#known.set(backend.name, backend);
  }

  /** The session of an admitted backend, at once where it is open. A failed opening is tried again at the next call. */
  get(name: string): unknown | Promise<unknown> {
    const opened = this.#opened.get(name);
    if (opened !== undefined) return opened.session;
    const backend = this.#known.get(name);
    if (backend === undefined) throw new BackendUnavailableError(name, { reason: "it was removed, or the runtime is closed" });
    return this.#opening.get(name) ?? this.#open(backend);
  }

  isOpen(name: string): boolean {
    return this.#opened.has(name);
  }

  peek(name: string): unknown {
    return this.#opened.get(name)?.session;
  }

  async close(name: string): Promise<void> {
    this.#known.delete(name);
    await this.#settle(name);
    const opened = this.#opened.get(name);
    if (opened === undefined) return;
    this.#opened.delete(name);
    try {
      await this.#inTime(opened.backend.close?.(opened.session));
    } catch (error) {
      throw isOpenHcsError(error) ? error : new BackendFailedError(name, "close", error);
    }
  }

  /** Closes everything for good, also where one fails; the first failure is thrown at the end. */
  async closeAll(): Promise<void> {
    this.#known.clear();
    await Promise.all([...this.#opening.keys()].map((name) => this.#settle(name)));
    const failures: unknown[] = [];
    for (const name of [...this.#opened.keys()].reverse()) await this.close(name).catch((error: unknown) => failures.push(error));
    if (failures.length > 0) throw failures[0];
  }

  #open(backend: Backend): Promise<unknown> {
    const { name } = backend;
    const isAwaited = () => this.#opening.get(name) === opening;
    const opening: Promise<unknown> = (async () => {
      await undefined; // What fails at once must find itself listed to take itself off.
      try {
        const session = (await backend.open()) ?? null;
        if (!isAwaited()) return await abandon(backend, session);
        this.#opened.set(name, { backend, session });
        return session;
      } catch (error) {
        throw isOpenHcsError(error) ? error : new BackendFailedError(name, "open", error);
      } finally {
        if (isAwaited()) this.#opening.delete(name);
      }
    })();
    this.#opening.set(name, opening);
    return opening;
  }

  /** Waits for an opening under way; one that hangs is abandoned. */
  async #settle(name: string): Promise<void> {
    await this.#inTime(this.#opening.get(name)).catch(() => {});
    this.#opening.delete(name);
  }

  async #inTime<Result>(work: Result | Promise<Result>): Promise<Result> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`it did not end within ${this.#closeTimeoutMs} ms`)), this.#closeTimeoutMs);
    });
    try {
      return await Promise.race([work, late]);
    } finally {
      clearTimeout(timer);
    }
  }
}

/** Closes what opened after nobody waited for it any more. */
async function abandon(backend: Backend, session: unknown): Promise<never> {
  await backend.close?.(session);
  throw new BackendUnavailableError(backend.name, { reason: "it was removed before it was open" });
}
