import type { FunctionStore, SourceSignature } from "@openhcs/core";
import type { CallLimits } from "../call-limits.js";
import { BrokenEditError } from "../custom-function-errors.js";
import type { HeldSource } from "../held-source.js";
import { sourceHash } from "../source/source-hash.js";
import { heldStill, pastVanished } from "./refresh.js";
import { freeName } from "./source-names.js";
import { storeFor, type Workings } from "./workings.js";

export interface RegisterOptions {
  /** Keeps the source in the first store, for the next start. Default true. */
  readonly persist?: boolean | undefined;
  /** Names the source in its store; default: the name of its first function. */
  readonly name?: string | undefined;
  /** `ts` (default) or `js`. */
  readonly language?: string | undefined;
  readonly signature?: SourceSignature | undefined;
  /** The host vouches for this very text, as long as the manager lives; for longer, sign it. */
  readonly trusted?: boolean | undefined;
  /** Tighter limits than the manager's, which stay with the source as long as the manager lives, until others are given; what shall travel with it is a `@limit` in its documentation. */
  readonly limits?: CallLimits | undefined;
  /** As messages name the source. */
  readonly filename?: string | undefined;
}

/** All functions of a source, or none. The identical source again is harmless. */
export function register(workings: Workings, source: string, options: RegisterOptions = {}): Promise<HeldSource> {
  return pastVanished(workings, () => registerNow(workings, source, options));
}

async function registerNow(workings: Workings, source: string, options: RegisterOptions): Promise<HeldSource> {
  const { persist = true, name, language = "ts", signature, trusted = false, limits, filename } = options;
  const { trust, preparer, publisher } = workings;
  preparer.checkText(source, filename);
  const hash = sourceHash(source);
  const held = await heldStill(workings, hash);
  const edit = held && workings.broken.find(held.store, held.stored.name);
  if (held !== undefined && edit?.stored !== undefined) throw new BrokenEditError(held.stored.name, edit.failure);
  if (held !== undefined && !adds(held, options, workings)) return held;
  const store = homeOf(workings, held, persist);
  const home = (names: readonly string[]) => publisher.admit(names, store, held === undefined ? [] : [held]);
  const prepared = await preparer.prepare({ source, language, name: held?.stored.name ?? name, signature: signature ?? held?.stored.signature, filename }, { home, limits: limits ?? held?.prepared.hostLimits, trusted });
  const before = held ?? emptied(workings, store, prepared.name);
  const after = { ...prepared, name: freeName(workings, store, prepared.name, { own: before?.store === store ? before.stored : undefined }) };
  const replacement = { before, after, store, change: "registered" as const };
  const [registered] = await publisher.publish([replacement], "registered");
  if (trusted) trust.grant(hash);
  return registered as HeldSource;
}

/** Where a source is kept: where it is already, unless it was not kept before. */
export function homeOf(workings: Workings, held: HeldSource | undefined, persist: boolean): FunctionStore {
  return held !== undefined && workings.stores.includes(held.store) ? held.store : storeFor(workings, persist);
}

/** The source of a name of which the host took every function out: another one may take its place. */
function emptied({ catalogue }: Workings, store: FunctionStore, name: string): HeldSource | undefined {
  const held = catalogue.heldAs(store, name);
  return held !== undefined && catalogue.registeredOf(held) === 0 ? held : undefined;
}

/** Whether registering the same text again says anything new of it. */
export function adds(held: HeldSource, { persist = true, signature, trusted = false, limits }: RegisterOptions, { stores, catalogue }: Workings): boolean {
  const keeps = persist && stores.length > 0 && !stores.includes(held.store);
  const signs = signature !== undefined && signature.signature !== held.stored.signature?.signature;
  const returns = catalogue.registeredOf(held) < held.functions.length;
  return keeps || signs || returns || limits !== undefined || (trusted && !held.prepared.verdict.trusted);
}
