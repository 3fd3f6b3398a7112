import { sha256 } from "./sha256.js";
import type { FunctionStore, SourceVersion, StoreChange, StoredSource, TrustedKey } from "./function-store.js";
import { isSameSource } from "./same-source.js";
import { StoreConflictError } from "./store-errors.js";
import { checkStoreName } from "./store-name.js";
import { historyOf, type NamedVersion } from "./version-log.js";

/** A store that lives as long as the object. */
export function memoryStore(): FunctionStore {
  const sources = new Map<string, StoredSource>();
  const log: NamedVersion[] = [];
  const keys = new Map<string, TrustedKey>();
  return {
    name: "memory",
    async load() {
      return { sources: [...sources.values()], failures: [], warnings: [] };
    },
    async change(change) {
      const next = await sourceAfter(change);
      // From here on nothing waits: a change is made as a whole.
      checkState(change, (name) => sources.get(name));
      const previous = change.before && sources.get(change.before.name);
      if (next === undefined && previous === undefined) return undefined;
      if (previous !== undefined && next !== undefined && isSameSource(previous, next)) return previous;
      if (previous !== undefined) sources.delete(previous.name);
      if (next !== undefined) sources.set(next.name, next);
      log.push(versionOf(change.kind, previous, next));
      return next;
    },
    async read(name) {
      return sources.get(name);
    },
    async history(name) {
      return historyOf(log, name).map(({ name: _, from: __, ...version }): SourceVersion => Object.freeze(version));
    },
    async trustedKeys() {
      return [...keys.values()];
    },
    async trust(key) {
      keys.set(key.key, Object.freeze({ ...key }));
    },
    async distrust(key) {
      return keys.delete(key);
    },
  };
}

async function sourceAfter({ before, after }: StoreChange): Promise<StoredSource | undefined> {
  if (before !== undefined) checkStoreName(before.name);
  if (after === undefined) return undefined;
  const { name, source, language, signature } = after;
  checkStoreName(name);
  return Object.freeze({ name, source, hash: await sha256(source), language, ...(signature && { signature: Object.freeze({ ...signature }) }) });
}

function checkState({ before, after }: StoreChange, held: (name: string) => StoredSource | undefined): void {
  const found = before && held(before.name)?.hash;
  if (before !== undefined && found !== before.hash) throw new StoreConflictError(before.name, before.hash, found);
  const taken = after !== undefined && after.name !== before?.name ? held(after.name) : undefined;
  if (taken !== undefined) throw new StoreConflictError(taken.name, undefined, taken.hash);
}

/** What happened, with the source that it left, or that it took away. */
function versionOf(change: StoreChange["kind"], previous: StoredSource | undefined, next: StoredSource | undefined): NamedVersion {
  const { name, hash, source, language, signature } = (next ?? previous) as StoredSource;
  const from = previous !== undefined && previous.name !== name ? previous.name : undefined;
  return { name, hash, source, language, at: Date.now(), change, ...(signature && { signature }), ...(from !== undefined && { from }) };
}
