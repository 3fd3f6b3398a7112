import { sha256, type FunctionStore, type StoreChange, type StoredSource } from "@openhcs/core";
import type { ShelfStore } from "../shelf.js";

/** A sound store with one fault. */
export interface BrokenStore {
  readonly what: string;
  /** Breaks the store; called for every object that is opened. */
  readonly spoil: (store: ShelfStore) => void;
  /** The test that must fail, and what its message must say. */
  readonly failing: string;
  readonly message: RegExp;
}

/** Changes what goes into a store, or what comes out of its changes. */
const changing = (edit: (change: StoreChange, made: FunctionStore["change"]) => Promise<StoredSource | undefined>) => (store: ShelfStore): void => {
  const { change } = store;
  store.change = (given) => edit(given, change);
};
const written = (edit: (source: string) => string) => changing((given, made) => made(given.after === undefined ? given : { ...given, after: { ...given.after, source: edit(given.after.source) } }));
/** A change that is made whatever the store holds. */
const forced = (kinds: readonly StoreChange["kind"][]) => (store: ShelfStore): void => {
  const { change } = store;
  store.change = async (given) => {
    if (!kinds.includes(given.kind)) return change(given);
    const before = given.before && (await store.place.read(given.before.name));
    const taken = given.after && given.after.name !== before?.name ? await store.place.read(given.after.name) : undefined;
    if (taken !== undefined) await store.place.change({ kind: "deleted", before: taken });
    const { before: _, ...rest } = given;
    return store.place.change(before === undefined ? rest : { ...rest, before });
  };
};
/** Compares at once, and swaps later, whatever is there by then. */
const late = (store: ShelfStore): FunctionStore["change"] => async (given) => {
  const before = given.before && (await store.place.read(given.before.name));
  if (before === undefined || before.hash !== given.before?.hash) return store.place.change(given);
  await new Promise((resolve) => setTimeout(resolve, 5));
  for (;;) {
    const latest = await store.place.read(before.name);
    if (latest === undefined) return store.place.change(given);
    const [end] = await Promise.allSettled([store.place.change({ ...given, before: latest })]);
    if (end?.status === "fulfilled") return end.value;
  }
};
/** One change after another, as long as they come through one object. */
const unaware = (store: ShelfStore): void => {
  const change = late(store);
  let last: Promise<unknown> = Promise.resolve();
  store.change = (given) => {
    const made = last.then(() => change(given));
    last = made.catch(() => {});
    return made;
  };
};
const refusing = (what: string): string => `refuses ${what} as STORE_CONFLICT, and changes nothing`;
const refusedOf = (kind: StoreChange["kind"], what: string): BrokenStore => ({
  what: `a store that does not refuse ${what}`, spoil: forced([kind]), failing: refusing(what), message: /should have been refused/,
});
const versionsOf = (edit: (versions: Awaited<ReturnType<NonNullable<FunctionStore["history"]>>>) => unknown) => (store: ShelfStore): void => {
  const { history } = store;
  store.history = async (name) => edit(await history(name)) as never;
};

/** What a second object does not see; the suite spoils each object alike. */
const forgetful = (member: "trustedKeys" | "history" | "load") => {
  const first = new WeakMap<FunctionStore, ShelfStore>();
  return (store: ShelfStore): void => {
    const owner = first.get(store.place);
    if (owner === undefined) return void first.set(store.place, store);
    if (member === "load") store.load = async () => ({ sources: [], failures: [], warnings: [] });
    else store[member] = async () => [];
  };
};

export const brokenStores: readonly BrokenStore[] = [
  {
    what: "a store that shows another's sources",
    spoil: (store) => { store.load = async () => ({ sources: [{ name: "x", source: "", hash: "", language: "ts" }], failures: [], warnings: [] }); },
    failing: "a fresh store is empty", message: /deepEqual|deep-equal/i,
  },
  {
    what: "a store that trims sources", spoil: written((source) => source.trimEnd()),
    failing: "keeps every source as it is, with the SHA-256 of its UTF-8 bytes", message: /what is stored of "windows"|what is stored of/,
  },
  {
    what: "a store that answers every name",
    spoil: (store) => { store.read = async (name) => (await store.place.read(name)) ?? (await store.place.read("alpha")); },
    failing: "a name that nothing has reads as undefined", message: /undefined/,
  },
  {
    what: "a store that hands out its own",
    spoil: (store) => {
      const kept = new Map<string, StoredSource>();
      const own = (source: StoredSource): StoredSource => kept.get(source.name) ?? kept.set(source.name, { ...source }).get(source.name) as StoredSource;
      store.load = async () => {
        const contents = await store.place.load();
        return { ...contents, sources: contents.sources.map(own) };
      };
    },
    failing: "what it hands out and takes in stays apart from what it keeps", message: /overwritten/,
  },
  {
    what: "an update that is forgotten",
    spoil: changing(async (given, made) => (given.kind === "updated" && given.after !== undefined ? { ...given.after, hash: await sha256(given.after.source) } : made(given))),
    failing: "an update replaces the source and nothing else", message: /after the update/,
  },
  {
    what: "a store that knows a source by its first language",
    spoil: (store) => {
      const { change } = store;
      store.change = async (given) => {
        const language = given.before && (await store.place.read(given.before.name))?.language;
        return change(given.after === undefined || language === undefined ? given : { ...given, after: { ...given.after, language } });
      };
    },
    failing: "a source that changes its language is one source, in the new language", message: /what is stored of/,
  },
  {
    what: "a renaming that copies",
    spoil: changing((given, made) => made(given.kind === "renamed" && given.after !== undefined ? { kind: "registered", after: given.after } : given)),
    failing: "a renamed source has its new name alone", message: /after the renaming/,
  },
  {
    what: "a deletion that deletes nothing",
    spoil: changing(async (given, made) => (given.kind === "deleted" ? undefined : made(given))),
    failing: "what is deleted is gone, and its name free", message: /after the deletion/,
  },
  refusedOf("registered", "registering under a name that is taken"),
  refusedOf("registered", "registering the same source twice"),
  refusedOf("updated", "updating a version that is no longer there"),
  refusedOf("deleted", "deleting a version that is no longer there"),
  refusedOf("renamed", "renaming a version that is no longer there"),
  refusedOf("renamed", "renaming to a name that is taken"),
  refusedOf("updated", "updating what is not there"),
  refusedOf("registered", "registering under a name that is taken, in another language"),
  refusedOf("renamed", "renaming to a name that is taken, in another language"),
  refusedOf("deleted", "deleting what is not there"),
  {
    what: "a store that takes any name",
    spoil: changing(async (given, made) => made(given).catch((error: { code?: string }) => { if (error.code !== "INVALID_STORE_NAME") throw error; return undefined; })),
    failing: "refuses names that are none as INVALID_STORE_NAME, and changes nothing", message: /registering ""/,
  },
  {
    what: "a store that takes short names only",
    spoil: changing(async (given, made) => { if ((given.after?.name.length ?? 0) > 64) throw new Error("the name is too long"); return made(given); }),
    failing: "takes every name that the rule allows", message: /too long/,
  },
  {
    what: "changes that look, and make themselves a while later", spoil: (store) => { store.change = late(store); },
    failing: "of changes at once from one state, one is made and the others are refused", message: /how many/,
  },
  {
    what: "registrations that get lost in a crowd",
    spoil: (store) => {
      let busy = 0;
      const { change } = store;
      store.change = async (given) => {
        busy++;
        await Promise.resolve();
        try {
          return busy > 20 && given.after !== undefined ? { ...given.after, hash: await sha256(given.after.source) } : await change(given);
        } finally {
          busy--;
        }
      };
    },
    failing: "registrations at once are all kept", message: /after all/,
  },
  {
    what: "changes of two objects that do not know of each other",
    spoil: unaware,
    failing: "of changes at once through two objects, one is made and the others are refused", message: /how many/,
  },
  {
    what: "changes that are answered with what others made of theirs",
    spoil: (store) => {
      const { change } = store;
      store.change = async (given) => {
        const made = await change(given);
        await new Promise((resolve) => setTimeout(resolve, 5));
        return made && store.place.read(made.name);
      };
    },
    failing: "of changes at once through two objects, each is answered with what it made itself", message: /what is stored of "alpha"/,
  },
  {
    what: "changes of two objects that overwrite each other",
    spoil: unaware,
    failing: "no change through two objects is lost", message: /counted to/,
  },
  {
    what: "a store that drops signatures",
    spoil: changing((given, made) => {
      const { signature: _, ...after } = given.after ?? { name: "", source: "", language: "" };
      return made(given.after === undefined ? given : { ...given, after });
    }),
    failing: "keeps the signature of a source", message: /what is stored/,
  },
  {
    what: "a store for which the same text is no change",
    spoil: changing(async (given, made) => {
      const there = given.after && (await sha256(given.after.source)) === given.before?.hash;
      return there ? { ...given.after, hash: given.before?.hash ?? "" } : made(given);
    }),
    failing: "a source that is there can be signed, and its signature replaced", message: /after signing/,
  },
  {
    what: "a signature that outlives its text",
    spoil: (store) => {
      const { change } = store;
      store.change = async (given) => {
        const signature = given.before && (await store.place.read(given.before.name))?.signature;
        return change(given.after === undefined || signature === undefined ? given : { ...given, after: { signature, ...given.after } });
      };
    },
    failing: "the signature goes with an update that brings none", message: /what is stored/,
  },
  {
    what: "a history from the oldest on", spoil: versionsOf((versions) => [...versions].reverse()),
    failing: "the history tells every version, the newest first, and goes on after the deletion", message: /the newest first/,
  },
  {
    what: "a history in seconds", spoil: versionsOf((versions) => versions.map((version) => ({ ...version, at: version.at / 1000 }))),
    failing: "the history tells every version, the newest first, and goes on after the deletion", message: /milliseconds/,
  },
  {
    what: "a history that ends where the name changes", spoil: versionsOf((versions) => versions.filter(({ change }, at) => change !== "registered" || at === 0)),
    failing: "the history goes on under the names that a source had before", message: /changes and sources/,
  },
  {
    what: "a history without signatures", spoil: versionsOf((versions) => versions.map(({ signature: _, ...version }) => version)),
    failing: "the history tells with which signature a source was kept, its deletion included", message: /signatures, the newest first/,
  },
  {
    what: "a history of everything", spoil: (store) => { const { history } = store; store.history = async () => history("alpha"); },
    failing: "the history is empty for a name that nothing had", message: /changes and sources/,
  },
  {
    what: "a history of attempts", spoil: versionsOf((versions) => [...versions, ...versions]),
    failing: "the history gets no version from a change that is refused, or changes nothing", message: /changes and sources/,
  },
  {
    what: "a store that distrusts nobody", spoil: (store) => { store.distrust = async () => false; },
    failing: "trusts the keys that it was told, as they were told, until it is told otherwise", message: /distrusting/,
  },
  {
    what: "a store that lacks a third of the trust", spoil: (store) => { Reflect.set(store, "distrust", undefined); },
    failing: "trusts the keys that it was told, as they were told, until it is told otherwise", message: /all of them or none/,
  },
  {
    what: "a store that trusts as it did at first",
    spoil: (store) => {
      const { trust, trustedKeys } = store;
      store.trust = async (key) => { if (!(await trustedKeys()).some((known) => known.key === key.key)) await trust(key); };
    },
    failing: "a key that is trusted again has what was said last", message: /trusted keys/,
  },
  {
    what: "sources that end with their object", spoil: forgetful("load"),
    failing: "sources and signatures are there for another object", message: /for another object/,
  },
  {
    what: "histories that end with their object", spoil: forgetful("history"),
    failing: "histories are there for another object", message: /the history of/,
  },
  {
    what: "keys that are trusted by one object", spoil: forgetful("trustedKeys"),
    failing: "trusted keys are there for another object", message: /the trusted keys/,
  },
  {
    what: "a store that reads once",
    spoil: (store) => { const { load } = store; let first: ReturnType<typeof load> | undefined; store.load = () => (first ??= load()); },
    failing: "what one object changes another reads at once", message: /after registering/,
  },
  {
    what: "a watcher that overlooks deletions",
    spoil: (store) => { const { tell } = store; store.tell = (event) => { if (event.keys || event.now !== undefined) tell.call(store, event); }; },
    failing: "tells of every change through another object", message: /an event of "alpha" did not settle/,
  },
  {
    what: "a watcher that tells of everybody",
    spoil: (store) => {
      const { change } = store;
      store.change = async (given) => { const now = await change(given); store.tell({ name: given.after?.name ?? given.before?.name ?? "", ...(now && { now }) }); return now; };
    },
    failing: "does not tell of changes through the object itself", message: /what else was told/,
  },
  {
    what: "a watcher that begins with its first event",
    spoil: (store) => { const { tell } = store; store.tell = (event) => { if (store.listeners.size > 0) tell.call(store, event); }; },
    failing: "tells of what changed since the load, before it was watched", message: /did not settle/,
  },
  {
    what: "a watcher that takes for its own whatever happens during its changes",
    spoil: (store) => {
      const { change, tell } = store;
      let busy = 0;
      store.change = async (given) => {
        busy++;
        try {
          return await change(given);
        } finally {
          busy--;
        }
      };
      store.tell = (event) => { if (busy === 0) tell.call(store, event); };
    },
    failing: "of two that change one source at once, tells the one that was refused of the other's change", message: /an event of "alpha" did not settle/,
  },
  {
    what: "a watcher that overlooks keys",
    spoil: (store) => { const { tell } = store; store.tell = (event) => { if (!event.keys) tell.call(store, event); }; },
    failing: "tells of trusted keys that come and go through another object, and not of those through itself", message: /an event of the trusted keys did not settle/,
  },
  {
    what: "subscriptions that never end",
    spoil: (store) => { const { watch } = store; store.watch = async (listener) => { await watch(listener); return { async [Symbol.asyncDispose]() {} }; }; },
    failing: "tells nothing more when the subscription was disposed of, and others what they wait for", message: /subscription's end/,
  },
  {
    what: "a watcher that stops at a listener's error",
    spoil: (store) => { store.tell = (event) => { for (const listener of store.listeners) try { listener(event); } catch { return; } }; },
    failing: "a listener that throws keeps nothing from the others", message: /did not settle/,
  },
  {
    what: "a second close that fails",
    spoil: (store) => { let isClosed = false; store.close = async () => { if (isClosed) throw new Error("closed already"); isClosed = true; }; },
    failing: "closing twice is harmless, and loses nothing", message: /closed already/,
  },
  {
    what: "subscriptions that outlive their store", spoil: (store) => { store.close = async () => {}; },
    failing: "closing ends its subscriptions", message: /after it was closed/,
  },
];
