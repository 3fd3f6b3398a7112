import type { FoundSource } from "./source-folder.js";
import type { StoreFolder } from "./store-folder.js";

/** A source as it was found, or as a change made it. */
type Known = Omit<FoundSource, "stats">;

/** What was last told of each source: its version and signature, or why it could not be read. */
export class KnownSources {
  readonly #folder: StoreFolder;
  #identities = new Map<string, string>();

  constructor(folder: StoreFolder) {
    this.#folder = folder;
  }

  take(name: string, found: Known | undefined): void {
    if (found === undefined) this.#identities.delete(name);
    else this.#identities.set(name, this.#identityOf(found));
  }

  /** That a source could not even be looked at: whatever is found of it afterwards is news. @returns whether this is news itself */
  takeFailure(name: string, reason: string): boolean {
    if (this.#identities.get(name) === reason) return false;
    this.#identities.set(name, reason);
    return true;
  }

  isNews(name: string, found: Known | undefined): boolean {
    return this.#identities.get(name) !== (found && this.#identityOf(found));
  }

  takeAll(all: Iterable<Known>): void {
    const named = [...all].filter((found) => found.filePath === this.#folder.sources.pathOf(found)); // A second file of one name goes by another one.
    this.#identities = new Map(named.map((found) => [found.name, this.#identityOf(found)]));
  }

  get names(): Iterable<string> {
    return this.#identities.keys();
  }

  #identityOf(found: Known): string {
    if (found.reason !== undefined) return found.reason;
    const { hash, language, signature } = this.#folder.stored(found);
    return [hash, language, signature?.key, signature?.signature].join(" ");
  }
}
