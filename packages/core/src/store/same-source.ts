import type { StoredSource } from "./function-store.js";

/** Whether two states of a source are the same for its store: then there is nothing to change. */
export function isSameSource(one: Omit<StoredSource, "source">, other: Omit<StoredSource, "source">): boolean {
  const identity = ({ name, hash, language, signature }: Omit<StoredSource, "source">) => [name, hash, language, signature?.key, signature?.signature].join();
  return identity(one) === identity(other);
}
