import { BackendFailedError } from "../backend/backend-errors.js";
import type { Sessions } from "../backend/sessions.js";
import { isNdArray } from "../array/nd-array.js";
import { isOpenHcsError } from "../errors/openhcs-error.js";
import type { Ledger } from "../memory/ledger.js";
import type { MemoryType } from "../memory/memory-type.js";
import { asOutOfMemory } from "../run/out-of-memory.js";
import type { Registry } from "../registry/registry.js";
import type { Hop, Route } from "./route.js";

/** Moves arrays along routes, freeing what lies in between. */
export class Mover {
  readonly #memoryTypes: Registry<MemoryType>;
  readonly #sessions: Sessions;
  readonly #ledger: Ledger;

  constructor(memoryTypes: Registry<MemoryType>, sessions: Sessions, ledger: Ledger) {
    this.#memoryTypes = memoryTypes;
    this.#sessions = sessions;
    this.#ledger = ledger;
  }

  /** A handle of its own on the array at the end of the route; the given one stays as it is. */
  async move(value: unknown, memoryType: string, { hops }: Route, signal: AbortSignal): Promise<unknown> {
    let type = this.#memoryTypes.get(memoryType);
    let current = type.retain(value);
    for (const hop of hops) {
      const previous = { type, value: current };
      try {
        current = await this.#hop(current, hop, signal);
      } finally {
        previous.type.dispose(previous.value);
      }
      type = this.#memoryTypes.get(hop.memoryType);
      if (hop.transfer.copies) this.#ledger.follow(type, current, type.spec(current));
    }
    return current;
  }

  async #hop(value: unknown, { transfer, backends, device }: Hop, signal: AbortSignal): Promise<unknown> {
    const source = isNdArray(value) ? value.packed() : value;
    const session = await this.#session(backends);
    try {
      return await transfer.run(source, { session, device, signal });
    } catch (error) {
      const outOfMemory = asOutOfMemory(error, transfer.to);
      if (outOfMemory !== undefined) throw outOfMemory;
      const name = backends.find((backend) => backend !== undefined) ?? transfer.to;
      throw isOpenHcsError(error) ? error : new BackendFailedError(name, "transfer", error, ` from ${transfer.from} to ${transfer.to}`);
    } finally {
      if (source !== value) (source as { dispose(): void }).dispose();
    }
  }

  /** A declared transfer receives its backend's session, a negotiated one those of both ends. */
  async #session(backends: readonly (string | undefined)[]): Promise<unknown> {
    const sessionOf = (name: string | undefined) => (name === undefined ? undefined : this.#sessions.get(name));
    if (backends.length === 1) return sessionOf(backends[0]);
    return { from: await sessionOf(backends[0]), to: await sessionOf(backends[1]) };
  }
}
