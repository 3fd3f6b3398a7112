import type { ArraySpec } from "../memory/array-spec.js";
import type { MemoryType } from "../memory/memory-type.js";
import { NotAnArrayError } from "../memory/memory-errors.js";
import type { Registry } from "../registry/registry.js";
import type { ArrayIdentity } from "./call-record.js";

/** Tells arrays from other values, and from each other by their handles. */
export class Identities {
  readonly #memoryTypes: Registry<MemoryType>;
  readonly #ids = new WeakMap<object, string>();
  #types: readonly MemoryType[] | undefined;
  #next = 1;

  constructor(memoryTypes: Registry<MemoryType>) {
    this.#memoryTypes = memoryTypes;
    memoryTypes.events.on("changed", () => { this.#types = undefined; });
  }

  typeOf(value: unknown): MemoryType | undefined {
    if (typeof value !== "object" || value === null) return undefined;
    this.#types ??= [...this.#memoryTypes];
    for (const type of this.#types) if (type.is(value)) return type;
    return undefined;
  }

  find(value: unknown): ArraySpec | undefined {
    return this.typeOf(value)?.spec(value);
  }

  /** @throws NotAnArrayError */
  get(value: unknown): { readonly type: MemoryType; readonly spec: ArraySpec } {
    const type = this.typeOf(value);
    if (type === undefined) throw new NotAnArrayError(value, [...this.#memoryTypes.names()]);
    return { type, spec: type.spec(value) };
  }

  /** Frees what is an array and leaves everything else. */
  discard(value: unknown): void {
    this.typeOf(value)?.dispose(value);
  }

  /** Frees the arrays among a call's outputs that its caller does not get. */
  discardBut(kept: unknown, outputs: Readonly<Record<string, unknown>>): void {
    for (const output of Object.values(outputs)) if (output !== kept) this.discard(output);
  }

  identify(value: unknown, { dtype, shape, memoryType, device, bytes }: ArraySpec): ArrayIdentity {
    let id = this.#ids.get(value as object);
    if (id === undefined) {
      id = `a${this.#next++}`;
      this.#ids.set(value as object, id);
    }
    return { id, dtype, shape, memoryType, device, bytes };
  }
}
