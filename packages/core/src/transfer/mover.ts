import { BackendFailedError } from "../backend/backend-errors.js";
import type { Sessions } from "../backend/sessions.js";
import { isNdArray } from "../array/nd-array.js";
import type { Storage } from "../array/storage.js";
import { isOpenHcsError } from "../errors/openhcs-error.js";
import type { Ledger } from "../memory/ledger.js";
import type { MemoryType } from "../memory/memory-type.js";
import { asOutOfMemory } from "../run/out-of-memory.js";
import type { Registry } from "../registry/registry.js";
import type { Hop, Route } from "./route.js";
import type { Transfer } from "./transfer.js";

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

  /**
   * A handle of its own on the array at the end of the route; the given one stays as it is.
   *
   * @param fresh asks for elements of its own too, which a route of views alone cannot give
   */
  async move(value: unknown, memoryType: string, { hops }: Route, signal: AbortSignal, fresh = false): Promise<unknown> {
    const asked = fresh ? freshHop(hops) : undefined;
    let type = this.#memoryTypes.get(memoryType);
    let current = type.retain(value);
    for (const hop of hops) {
      const previous = { type, value: current };
      try {
        current = await this.#hop(current, hop, { signal, fresh: hop === asked });
      } finally {
        previous.type.dispose(previous.value);
      }
      type = this.#memoryTypes.get(hop.memoryType);
      if (isNew(hop.transfer, current)) this.#ledger.follow(type, current, type.spec(current));
    }
    return current;
  }

  async #hop(value: unknown, { transfer, backends, device }: Hop, asked: { readonly signal: AbortSignal; readonly fresh: boolean }): Promise<unknown> {
    const source = isNdArray(value) ? value.packed() : value;
    const session = await this.#session(backends);
    try {
      return await transfer.run(source, { session, device, ...asked });
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

/** Whether the end of a route can be had with elements of its own. */
export function canBeFresh(hops: readonly Hop[]): boolean {
  return hops.some(({ transfer }) => transfer.copies !== false);
}

/** The hop that must be asked for fresh elements: none where another one copies anyway. */
function freshHop(hops: readonly Hop[]): Hop | undefined {
  return hops.some(({ transfer }) => transfer.copies === true) ? undefined : hops.filter(({ transfer }) => transfer.copies === "onRequest").at(-1);
}

/** Whether what a transfer, or a form, gave is memory that was not there before. */
export function isNew({ copies }: Pick<Transfer, "copies">, value: unknown): boolean {
  return copies === "onRequest" ? (value as { readonly storage?: Storage<unknown> }).storage?.isBorrowed !== true : copies;
}
