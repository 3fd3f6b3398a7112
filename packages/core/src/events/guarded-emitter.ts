import { EventEmitter } from "eventemitter3";

/** Tells where a listener's failure went; default: a warning on the console. */
export type FailureSink = (event: string, error: unknown) => void;

/** Typed events of which a throwing listener, synchronous or not, harms neither the emitter nor the other listeners. */
export class GuardedEmitter<Events extends Record<string, readonly unknown[]>> {
  readonly #emitter = new EventEmitter();
  readonly #onFailure: FailureSink;

  constructor(onFailure: FailureSink = (event, error) => console.warn(`a listener of "${event}" failed:`, error)) {
    this.#onFailure = onFailure;
  }

  /** Returns what ends the subscription. */
  on<Name extends keyof Events & string>(event: Name, listener: (...payload: Events[Name]) => void): () => void {
    const plain = listener as unknown as (...payload: unknown[]) => void;
    this.#emitter.on(event, plain);
    return () => { this.#emitter.off(event, plain); };
  }

  once<Name extends keyof Events & string>(event: Name, listener: (...payload: Events[Name]) => void): () => void {
    const end = this.on(event, (...payload) => { end(); listener(...payload); });
    return end;
  }

  emit<Name extends keyof Events & string>(event: Name, ...payload: Events[Name]): void {
    for (const listener of this.#emitter.listeners(event)) {
      try {
        const pending = (listener as (...payload: readonly unknown[]) => unknown)(...payload);
        if (pending instanceof Promise) pending.catch((error: unknown) => { this.#onFailure(event, error); });
      } catch (error) {
        this.#onFailure(event, error);
      }
    }
  }

  listenerCount(event: keyof Events & string): number {
    return this.#emitter.listenerCount(event);
  }

  removeAllListeners(): void {
    this.#emitter.removeAllListeners();
  }
}
