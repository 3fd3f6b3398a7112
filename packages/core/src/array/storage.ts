import { DisposedError } from "./array-errors.js";

interface Release {
  /** @param dropped whether nobody disposed of the elements: views of their buffer may then still be in use. */
  (dropped: boolean): void;
}

/** Actions of storages that were dropped without `dispose`; run by the garbage collector, late but not never. */
const finalizer = new FinalizationRegistry<Set<Release>>((actions) => {
  // What is thrown here would end the process, long after whoever dropped the storage.
  for (const failure of runAll(actions, true)) console.warn("freeing the elements of a dropped array failed", failure);
});

/**
 * Elements shared by one or more array handles and freed with the last of them.
 *
 * A free action must not refer to the storage or to a handle, or the garbage collector could never run it.
 */
export class Storage<Elements> {
  readonly bytes: number;
  #elements: Elements | undefined;
  #handles = 1;
  #actions: Set<Release> | undefined;
  #isBorrowed = false;

  constructor(elements: Elements, bytes: number, free?: (elements: Elements) => void) {
    this.#elements = elements;
    this.bytes = bytes;
    if (free !== undefined) this.onFree(() => free(elements));
  }

  get elements(): Elements {
    if (this.#handles === 0) throw new DisposedError("the storage of an array");
    return this.#elements as Elements;
  }

  get handles(): number {
    return this.#handles;
  }

  /** Runs once, when the last handle goes or when the garbage collector takes the storage. */
  onFree(action: Release): void {
    if (this.#actions === undefined) {
      this.#actions = new Set();
      finalizer.register(this, this.#actions);
    }
    this.#actions.add(action);
  }

  /** Whether the elements belong to something else, so that this storage is no memory of its own. */
  get isBorrowed(): boolean {
    return this.#isBorrowed;
  }

  /** Says that the elements belong to something else, which is given back when this storage is freed. */
  borrow(giveBack: () => void): void {
    this.#isBorrowed = true;
    this.onFree(giveBack);
  }

  retain(): this {
    if (this.#handles === 0) throw new DisposedError("the storage of an array");
    this.#handles++;
    return this;
  }

  release(): void {
    if (this.#handles === 0 || --this.#handles > 0) return;
    this.#elements = undefined;
    if (this.#actions === undefined) return;
    const failures = runAll(this.#actions, false);
    this.#actions.clear(); // The finalizer, which still holds the set, must find nothing to do.
    if (failures.length > 0) throw failures[0];
  }
}

/** Runs every action, also where one throws; returns what was thrown. */
function runAll(actions: Iterable<Release>, dropped: boolean): readonly unknown[] {
  const failures: unknown[] = [];
  for (const action of actions) {
    try {
      action(dropped);
    } catch (failure) {
      failures.push(failure);
    }
  }
  return failures;
}
