import type { FunctionStore } from "@openhcs/core";
import type { Bundle } from "../bundle/bundle.js";
import { readBundle } from "../bundle/read-bundle.js";
import { InvalidBundleError } from "../custom-function-errors.js";
import type { HeldSource } from "../held-source.js";
import type { PreparedSource } from "../source/prepared-source.js";
import type { Replacement } from "../publisher.js";
import { signSource, type PrivateKey } from "../signing/sign-source.js";
import { adds, homeOf } from "./register.js";
import { heldStill, pastVanished } from "./refresh.js";
import { freeName } from "./source-names.js";
import type { Workings } from "./workings.js";

export interface ExportOptions {
  /** Signs what has no signature yet. */
  readonly sign?: PrivateKey | undefined;
}

export interface ImportOptions {
  /** Keeps the sources in the first store. Default true. */
  readonly persist?: boolean | undefined;
  /** Takes the place of sources whose functions have the same names. Default false: a taken name is an error. */
  readonly replace?: boolean | undefined;
}

/** A bundle of the sources that hold these functions, siblings included; of all where no names are given. @throws NotRegisteredError, InvalidBundleError for more than a bundle holds */
export function exportBundle({ catalogue }: Workings, names: readonly string[] | undefined, { sign }: ExportOptions = {}): string {
  const sources = names === undefined ? catalogue.sources.filter((source) => catalogue.registeredOf(source) > 0) : [...new Set(names.map((name) => catalogue.get(name).source))];
  const bundle: Bundle = {
    format: "openhcs-functions",
    version: 1,
    sources: sources.map(({ stored: { name, language, source, hash, signature } }) => {
      const vouched = signature ?? (sign === undefined ? undefined : signSource(name, source, sign));
      return { name, language, source, hash, ...(vouched === undefined ? {} : { signature: vouched }) };
    }),
  };
  const text = `${JSON.stringify(bundle, null, 2)}\n`;
  if (sources.length > 0) readBundle(text); // What no import would take is no use to anybody.
  return text;
}

/** Registers all sources of a bundle, or none. What is there already in the same text is left as it is. */
export async function importBundle(workings: Workings, text: string, options: ImportOptions = {}): Promise<readonly HeldSource[]> {
  const { sources } = readBundle(text);
  return pastVanished(workings, async () => {
    for (const { hash } of sources) await heldStill(workings, hash);
    return importSources(workings, sources, options);
  });
}

async function importSources(workings: Workings, sources: Bundle["sources"], { persist = true, replace = false }: ImportOptions): Promise<readonly HeldSource[]> {
  const { catalogue, preparer, publisher } = workings;
  const known: HeldSource[] = [];
  const replacements: Replacement[] = [];
  const chosen = new Map<FunctionStore, Set<string>>();
  const leaving = new Set<HeldSource>();
  const fresh: PreparedSource[] = [];
  try {
    for (const { hash, ...draft } of sources) {
      const same = catalogue.withHash(hash);
      if (same !== undefined && !adds(same, { persist, signature: draft.signature }, workings)) {
        known.push(same);
        continue;
      }
      let holders = same === undefined ? [] : [same];
      const home = (names: readonly string[]): FunctionStore => {
        if (same === undefined && replace) holders = holdersOf(workings, names);
        const store = same === undefined ? holders[0]?.store : undefined;
        return publisher.admit(names, store ?? homeOf(workings, same, persist), [...leaving, ...holders]);
      };
      const prepared = await preparer.prepare(same === undefined ? draft : { ...draft, name: same.stored.name, signature: draft.signature ?? same.stored.signature }, { home, limits: same?.prepared.hostLimits });
      fresh.push(prepared);
      const [before] = holders;
      if (holders.some((holder) => leaving.has(holder))) throw new InvalidBundleError("declares functions that another of its sources declares too.", draft.name);
      for (const holder of holders) leaving.add(holder);
      const store = same === undefined && before !== undefined ? before.store : homeOf(workings, same, persist);
      const others = chosen.get(store) ?? new Set<string>();
      const name = before !== undefined && before.store === store ? before.stored.name : freeName(workings, store, prepared.name, { without: others });
      chosen.set(store, others.add(name));
      replacements.push({ before, after: { ...prepared, name }, store, change: before === undefined ? "registered" : "updated" });
      for (const other of holders.slice(1)) replacements.push({ before: other, store: other.store, change: "deleted" });
    }
    return [...known, ...(replacements.length === 0 ? [] : await publisher.publish(replacements, "imported"))];
  } catch (error) {
    publisher.retire(fresh);
    throw error;
  }
}

function holdersOf({ catalogue }: Workings, names: readonly string[]): HeldSource[] {
  return [...new Set(names.flatMap((name) => catalogue.find(name)?.source ?? []))];
}
