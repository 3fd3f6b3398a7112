import { GuardedEmitter } from "../events/guarded-emitter.js";
import { suggest } from "./nearest.js";
import { AlreadyRegisteredError, NotRegisteredError } from "./registry-errors.js";

export interface RegistryChange<T> {
  readonly name: string;
  /** Absent when something new came. */
  readonly before?: T;
  /** Absent when it went. */
  readonly after?: T;
}

export interface RegistryOptions<T> {
  /** What is kept, for messages: "function". */
  readonly kind: string;
  /** Whether two definitions are the same, so that registering one again is harmless. Default: identity. */
  readonly same?: (a: T, b: T) => boolean;
  /** What to do where a name is taken, for messages. */
  readonly whereTaken?: string;
  /** Another spelling to try where a name is missing. */
  readonly respell?: (name: string) => string;
}

/** A registry that can be read and listened to, and changes by other ways than this. */
export interface RegistryView<T> extends Pick<Registry<T>, "kind" | "get" | "find" | "has" | "size" | "names" | typeof Symbol.iterator> {
  readonly events: Pick<Registry<T>["events"], "on" | "once">;
}

/** Things by name, in the order of registration, with an event per change after it is visible. */
export class Registry<T> {
  readonly kind: string;
  readonly events = new GuardedEmitter<{ changed: [RegistryChange<T>] }>();
  readonly #items = new Map<string, T>();
  readonly #same: (a: T, b: T) => boolean;
  readonly #respell: (name: string) => string;
  readonly #whereTaken: string;

  constructor({ kind, same = Object.is, respell = (name) => name, whereTaken = "pass { replace: true } to replace it" }: RegistryOptions<T>) {
    this.#whereTaken = whereTaken;
    this.kind = kind;
    this.#same = same;
    this.#respell = respell;
  }

  /** The same definition twice is harmless. @throws AlreadyRegisteredError for another one, unless `replace` */
  register(name: string, item: T, options: { readonly replace?: boolean } = {}): void {
    this.apply([[name, item]], options);
  }

  /**
   * Several changes at once, all or none; the events follow when all are visible.
   *
   * @param changes items by name, undefined for what goes
   * @throws AlreadyRegisteredError for another item under a taken name, unless `replace` or an earlier change of this list took it away
   */
  apply(changes: Iterable<readonly [name: string, item: T | undefined]>, { replace = false }: { readonly replace?: boolean } = {}): void {
    const planned = new Map<string, RegistryChange<T>>();
    for (const [name, item] of changes) {
      const now = planned.has(name) ? planned.get(name)?.after : this.#items.get(name);
      if (now !== undefined && item !== undefined && !this.#same(now, item) && !replace) throw new AlreadyRegisteredError(this.kind, name, this.#whereTaken);
      if (now !== undefined && item !== undefined && this.#same(now, item)) continue;
      const before = this.#items.get(name);
      planned.set(name, { name, ...(before === undefined ? {} : { before }), ...(item === undefined ? {} : { after: item }) });
    }
    for (const { name, after } of planned.values()) {
      if (after === undefined) this.#items.delete(name);
      else this.#items.set(name, after);
    }
    for (const change of planned.values()) if (change.before !== change.after) this.events.emit("changed", change);
  }

  /** Whether there was something to unregister. */
  unregister(spelling: string): boolean {
    const name = this.#items.has(spelling) ? spelling : this.#respell(spelling);
    if (!this.#items.has(name)) return false;
    this.apply([[name, undefined]]);
    return true;
  }

  /** @throws NotRegisteredError with the nearest names */
  get(name: string): T {
    const item = this.find(name);
    if (item === undefined) throw new NotRegisteredError(this.kind, name, suggest(name, this.#items.keys()), [...this.#items.keys()]);
    return item;
  }

  find(name: string): T | undefined {
    return this.#items.get(name) ?? this.#items.get(this.#respell(name));
  }

  has(name: string): boolean {
    return this.find(name) !== undefined;
  }

  get size(): number {
    return this.#items.size;
  }

  names(): IterableIterator<string> {
    return this.#items.keys();
  }

  [Symbol.iterator](): IterableIterator<T> {
    return this.#items.values();
  }
}
