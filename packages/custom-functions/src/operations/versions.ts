import { NotRegisteredError, type FunctionStore, type SourceVersion } from "@openhcs/core";
import { AmbiguousVersionError, StoreLacksError } from "../custom-function-errors.js";
import type { HeldSource } from "../held-source.js";
import { signSource, type PrivateKey } from "../signing/sign-source.js";
import { freeName } from "./source-names.js";
import { rewrite } from "./rewrite.js";
import type { Workings } from "./workings.js";

interface Kept {
  readonly store: FunctionStore;
  readonly sourceName: string;
  readonly versions: readonly SourceVersion[];
}

/** Versions of the source that holds a function, the newest first; of one that was deleted, by the name of its source. @throws NotRegisteredError, StoreLacksError */
export async function history(workings: Workings, name: string): Promise<readonly SourceVersion[]> {
  return (await kept(workings, name)).versions;
}

/** What changed between two versions, as a unified diff; empty where nothing did. Hashes may be cut short. @param from default: the last version before that reads otherwise @param to default: the newest */
export async function diffOf(workings: Workings, name: string, from?: string, to?: string): Promise<string> {
  const { versions, sourceName } = await kept(workings, name);
  const newer = to === undefined ? versions[0] : versionOf(versions, sourceName, to);
  if (newer === undefined) return "";
  const before = versions.slice(versions.indexOf(newer) + 1);
  const older = from === undefined ? before.find(({ source }) => source !== newer.source) : versionOf(versions, sourceName, from);
  if (older?.source === newer.source) return "";
  const { createTwoFilesPatch } = await import("diff"); // Loaded by whoever compares, and nobody else.
  const title = (version: SourceVersion | undefined) => (version === undefined ? "/dev/null" : `${sourceName}.${version.language}@${version.hash.slice(0, 12)}`);
  const text = createTwoFilesPatch(title(older), title(newer), older?.source ?? "", newer.source);
  return text.replace(/^=+\r?\n/, "");
}

export interface RestoreOptions {
  /** Signs the version anew. Default: it comes back with the signature that it had, if it had one. */
  readonly privateKey?: PrivateKey | undefined;
}

/** Makes an earlier version the current one, as a change of its own; a deleted source comes back. @throws NotRegisteredError, AmbiguousVersionError */
export async function restore(workings: Workings, name: string, hash: string, { privateKey }: RestoreOptions = {}): Promise<HeldSource> {
  const { store, sourceName, versions } = await kept(workings, name);
  const { source, language, hash: whole } = versionOf(versions, sourceName, hash);
  const signature = privateKey === undefined ? versions.find((version) => version.hash === whole && version.signature !== undefined)?.signature : signSource(sourceName, source, privateKey);
  const { catalogue, preparer, publisher, broken } = workings;
  const held = catalogue.heldAs(store, sourceName);
  if (held !== undefined) return rewrite(workings, held, { source, change: "restored", kind: "restored", signature, overEdit: true });
  const overwrites = broken.find(store, sourceName)?.stored;
  const prepared = await preparer.prepare({ source, language, name: sourceName, signature }, { home: (names) => publisher.admit(names, store) });
  const after = overwrites === undefined ? { ...prepared, name: freeName(workings, store, sourceName) } : prepared;
  const [restored] = await publisher.publish([{ after, store, change: "restored", overwrites }], "restored");
  return restored as HeldSource;
}

async function kept({ catalogue, stores, memory, broken }: Workings, name: string): Promise<Kept> {
  const held = catalogue.trace(name)?.source;
  const sourceName = held?.stored.name ?? name.replace(/^openhcs:/, "");
  const home = held?.store ?? broken.named(sourceName)?.store;
  for (const store of home === undefined ? [...stores, memory] : [home]) {
    if (store.history === undefined && home !== undefined) throw new StoreLacksError(store.name, "versions");
    const versions = await store.history?.(sourceName) ?? [];
    if (versions.length > 0) return { store, sourceName, versions };
  }
  throw held === undefined ? catalogue.missing(name) : new NotRegisteredError("version of", sourceName, [], []);
}

function versionOf(versions: readonly SourceVersion[], sourceName: string, hash: string): SourceVersion {
  const found = hash === "" ? [] : versions.filter((version) => version.hash.startsWith(hash));
  const hashes = [...new Set(found.map((version) => version.hash))];
  if (hashes.length > 1) throw new AmbiguousVersionError(`${sourceName}@${hash}`, hashes);
  if (found[0] !== undefined) return found[0];
  const known = [...new Set(versions.map((version) => version.hash.slice(0, 12)))];
  throw new NotRegisteredError("version", `${sourceName}@${hash}`, [], known);
}
