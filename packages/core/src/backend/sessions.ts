import { isOpenHcsError } from "../errors/openhcs-error.js";
import type { Backend } from "./backend.js";
import { BackendFailedError } from "./backend-errors.js";

interface Opened {
  readonly backend: Backend;
  readonly session: unknown;
}

/** Backends that are open: each at its first need, once, and closed in the reverse order. */
export class Sessions {
  readonly #known = new Map<string, Backend>();
  readonly #opened = new Map<string, Opened>();
  readonly #opening = new Map<string, Promise<unknown>>();

  admit(backend: Backend): void {
    this.#known.set(backend.name, backend);
  }

  /** The session of an admitted backend, at once where it is open. A failed opening is tried again at the next call. */
  get(name: string): unknown | Promise<unknown> {
    return this.#opened.get(name)?.session ?? this.#opening.get(name) ?? this.#open(this.#known.get(name) as Backend);
  }

  isOpen(name: string): boolean {
    return this.#opened.has(name);
  }

  peek(name: string): unknown {
    return this.#opened.get(name)?.session;
  }

  async close(name: string): Promise<void> {
    this.#known.delete(name);
    await this.#opening.get(name)?.catch(() => {});
    const opened = this.#opened.get(name);
    if (opened === undefined) return;
    this.#opened.delete(name);
    try {
      await opened.backend.close?.(opened.session);
    } catch (error) {
      throw isOpenHcsError(error) ? error : new BackendFailedError(name, "close", error);
    }
  }

  /** Closes everything, also where one fails; the first failure is thrown at the end. */
  async closeAll(): Promise<void> {
    await Promise.allSettled(this.#opening.values());
    const failures: unknown[] = [];
    for (const name of [...this.#opened.keys()].reverse()) await this.close(name).catch((error: unknown) => failures.push(error));
    if (failures.length > 0) throw failures[0];
  }

  #open(backend: Backend): Promise<unknown> {
    const opening = (async () => {
      try {
        const session = (await backend.open()) ?? null;
        this.#opened.set(backend.name, { backend, session });
        return session;
      } catch (error) {
        throw isOpenHcsError(error) ? error : new BackendFailedError(backend.name, "open", error);
      } finally {
        this.#opening.delete(backend.name);
      }
    })();
    this.#opening.set(backend.name, opening);
    return opening;
  }
}
