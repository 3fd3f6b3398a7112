import type { FunctionStore, StoreChange, StoredSource } from "@openhcs/core";
import { skip } from "./check.js";
import { doAll } from "./run-and-end.js";
import type { Reopen } from "./store-case.js";
import { within } from "./within.js";

export interface StoreSubjectOptions {
  readonly make: () => FunctionStore | Promise<FunctionStore>;
  readonly reopen: Reopen | undefined;
  readonly language: string;
  readonly otherLanguage: string | undefined;
  /** What one call, or the arrival of an event, may take. */
  readonly limitMs: number;
}

/** The store under test, fresh for every case; closed at its end, with everything that was opened. */
export class StoreSubject implements AsyncDisposable {
  readonly language: string;
  readonly limitMs: number;
  readonly #options: StoreSubjectOptions;
  readonly #opened: FunctionStore[] = [];

  constructor(options: StoreSubjectOptions) {
    this.#options = options;
    this.language = options.language;
    this.limitMs = options.limitMs;
  }

  async open(): Promise<FunctionStore> {
    const store = await this.within("making the store", async () => this.#options.make());
    this.#opened.push(store);
    return store;
  }

  /** @throws Skipped for a store that keeps nothing beyond its object */
  async reopen(store: FunctionStore): Promise<FunctionStore> {
    const { reopen } = this.#options;
    if (reopen === undefined) skip("keeps nothing beyond its object: the suite was given no way to reopen it");
    const other = await this.within("reopening the store", async () => reopen(store));
    this.#opened.push(other);
    return other;
  }

  /** @throws Skipped for a store of one language */
  get otherLanguage(): string {
    return this.#options.otherLanguage ?? skip("takes one language: the suite was given no other");
  }

  /** A source for the store's language, which no store looks into. */
  after(name: string, source = `export const ${name} = 1;\n`): NonNullable<StoreChange["after"]> {
    return { name, source, language: this.language };
  }

  register(store: FunctionStore, name: string, source?: string): Promise<StoredSource> {
    return this.change(store, { kind: "registered", after: this.after(name, source) });
  }

  update(store: FunctionStore, before: StoredSource, source: string): Promise<StoredSource> {
    return this.change(store, { kind: "updated", before, after: this.after(before.name, source) });
  }

  rename(store: FunctionStore, before: StoredSource, name: string, source = before.source): Promise<StoredSource> {
    return this.change(store, { kind: "renamed", before, after: this.after(name, source) });
  }

  async delete(store: FunctionStore, before: StoredSource): Promise<void> {
    const left = await this.within(`deleting ${before.name}`, () => store.change({ kind: "deleted", before }));
    if (left !== undefined) throw new Error(`deleting "${before.name}" gave a source back: ${JSON.stringify(left)}`);
  }

  /** A change that leaves a source. */
  async change(store: FunctionStore, change: StoreChange): Promise<StoredSource> {
    const stored = await this.within(`${change.kind} ${change.after?.name}`, () => store.change(change));
    if (stored === undefined) throw new Error(`${change.kind} "${change.after?.name}" gave no source back`);
    return stored;
  }

  within<Value>(what: string, work: () => Promise<Value>): Promise<Value> {
    return within(this.#options.limitMs, what, work());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await doAll(this.#opened.splice(0).reverse().map((store) => () => this.within("close", async () => store.close?.())));
  }
}
