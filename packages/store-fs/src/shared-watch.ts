import { messageOf, type StoreEvent } from "@openhcs/core";

export type Listener = (event: StoreEvent) => void;

/** One watch for all who listen: it begins with the first of them and ends with the last. */
export class SharedWatch {
  readonly #location: string;
  readonly #start: () => Promise<AsyncDisposable>;
  readonly #listeners = new Set<Listener>();
  #watch: Promise<AsyncDisposable> | undefined;

  /** @param location names the store where a listener fails */
  constructor(location: string, start: () => Promise<AsyncDisposable>) {
    this.#location = location;
    this.#start = start;
  }

  async add(listener: Listener): Promise<AsyncDisposable> {
    const own: Listener = (event) => listener(event); // So that one function may listen twice.
    this.#listeners.add(own);
    try {
      await (this.#watch ??= this.#start());
    } catch (error) {
      this.#listeners.delete(own);
      this.#watch = undefined;
      throw error;
    }
    return {
      [Symbol.asyncDispose]: async () => {
        this.#listeners.delete(own);
        if (this.#listeners.size === 0) await this.#stop();
      },
    };
  }

  tell(event: StoreEvent): void {
    Object.freeze(event);
    for (const listener of this.#listeners) {
      try {
        listener(event);
      } catch (error) {
        process.emitWarning(`a listener of the store at ${this.#location} failed: ${messageOf(error)}`, "OpenHcsWarning");
      }
    }
  }

  async close(): Promise<void> {
    this.#listeners.clear();
    await this.#stop();
  }

  async #stop(): Promise<void> {
    const watch = this.#watch;
    this.#watch = undefined;
    await (await watch)?.[Symbol.asyncDispose]();
  }
}
