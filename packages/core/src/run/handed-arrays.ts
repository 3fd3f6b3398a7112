import type { Identities } from "./identities.js";

/** Arrays that calls within a body gave it. They end with the body, unless it returns them; one kept for longer must be retained. */
export class HandedArrays {
  readonly #identities: Identities;
  #arrays: Set<unknown> | undefined;

  constructor(identities: Identities) {
    this.#identities = identities;
  }

  add(value: unknown): void {
    if (this.#identities.typeOf(value) !== undefined) (this.#arrays ??= new Set()).add(value);
  }

  /** Frees all but what the body returned, also within its lists and metadata. */
  freeBut(returned: unknown): void {
    if (this.#arrays === undefined) return;
    const kept = new Set<object>();
    collect(returned, kept);
    for (const array of this.#arrays) if (!kept.has(array as object)) this.#identities.discard(array);
    this.#arrays = undefined;
  }
}

function collect(value: unknown, found: Set<object>): void {
  if (typeof value !== "object" || value === null || found.has(value)) return;
  found.add(value);
  if (Array.isArray(value)) for (const part of value) collect(part, found);
  else if ([Object.prototype, null].includes(Object.getPrototypeOf(value))) for (const part of Object.values(value)) collect(part, found);
}
