import { memoryStore, type FunctionStore, type StoreEvent } from "@openhcs/core";

/** A place that several stores share, as processes share a folder: what one changes the others tell of. */
export class Shelf {
  readonly #place = memoryStore();
  readonly #open = new Set<ShelfStore>();

  open(): ShelfStore {
    const store = new ShelfStore(this.#place, (event, from) => {
      for (const other of this.#open) if (other !== from) other.tell(event);
    });
    this.#open.add(store);
    return store;
  }
}

/** A sound store that has every capability; broken ones replace a member. */
export class ShelfStore implements FunctionStore {
  readonly name = "shelf";
  readonly place: FunctionStore;
  readonly listeners = new Set<(event: StoreEvent) => void>();
  readonly #announce: (event: StoreEvent, from: ShelfStore) => void;
  readonly #untold: StoreEvent[] = [];
  #isLoaded = false;

  constructor(place: FunctionStore, announce: (event: StoreEvent, from: ShelfStore) => void) {
    this.place = place;
    this.#announce = announce;
  }

  load: FunctionStore["load"] = async () => {
    this.#isLoaded = true;
    this.#untold.length = 0;
    return this.place.load();
  };

  read: FunctionStore["read"] = (name) => this.place.read(name);

  change: FunctionStore["change"] = async (change) => {
    const now = await this.place.change(change);
    if (now !== undefined) this.#announce({ name: now.name, now }, this);
    if (change.before !== undefined && change.before.name !== now?.name) this.#announce({ name: change.before.name }, this);
    return now;
  };

  history: NonNullable<FunctionStore["history"]> = async (name) => (await this.place.history?.(name)) ?? [];

  watch: NonNullable<FunctionStore["watch"]> = async (listener) => {
    const own = (event: StoreEvent): void => listener(event);
    this.listeners.add(own);
    if (this.#isLoaded) for (const event of this.#untold.splice(0)) own(event);
    return { [Symbol.asyncDispose]: async () => void this.listeners.delete(own) };
  };

  trustedKeys: NonNullable<FunctionStore["trustedKeys"]> = async () => (await this.place.trustedKeys?.()) ?? [];

  trust: NonNullable<FunctionStore["trust"]> = async (key) => {
    await this.place.trust?.(key);
    this.#announce({ keys: true }, this);
  };

  distrust: NonNullable<FunctionStore["distrust"]> = async (key) => {
    const found = (await this.place.distrust?.(key)) ?? false;
    this.#announce({ keys: true }, this);
    return found;
  };

  close: NonNullable<FunctionStore["close"]> = async () => this.listeners.clear();

  tell(event: StoreEvent): void {
    if (this.listeners.size === 0) this.#untold.push(event);
    for (const listener of this.listeners) {
      try {
        listener(event);
      } catch {
        // A listener that fails keeps nothing from the others.
      }
    }
  }
}
