import { StoreConflictError, type SourceSignature, type SourceVersion } from "@openhcs/core";
import type { CallLimits } from "../call-limits.js";
import type { ChangeKind } from "../change-events.js";
import { BrokenEditError } from "../custom-function-errors.js";
import type { HeldSource } from "../held-source.js";
import type { PreparedSource } from "../source/prepared-source.js";
import { sourceHash } from "../source/source-hash.js";
import { pastVanished, refresh } from "./refresh.js";
import { adds } from "./register.js";
import { nameAfter } from "./source-names.js";
import type { Workings } from "./workings.js";

export interface UpdateOptions {
  readonly signature?: SourceSignature | undefined;
  /** The host vouches for this very text, as long as the manager lives; for longer, sign it. */
  readonly trusted?: boolean | undefined;
  /** Tighter limits than the manager's, as long as it lives. Default: those that the source has so far. */
  readonly limits?: CallLimits | undefined;
  /** As messages name the source. */
  readonly filename?: string | undefined;
}

interface Rewriting extends UpdateOptions {
  readonly source: string;
  readonly change?: SourceVersion["change"];
  readonly kind?: ChangeKind;
  /** Takes the place of an edit that is not valid too: the text is given as a whole, not made from the last good one. */
  readonly overEdit?: boolean;
}

/** Puts a source in the place of another as a whole: its functions may come and go, those of others are left alone. @throws BrokenEditError where somebody is at work on the text */
export async function rewrite(workings: Workings, held: HeldSource, { source, change = "updated", kind = "updated", signature, trusted = false, limits = held.prepared.hostLimits, filename, overEdit = false }: Rewriting): Promise<HeldSource> {
  const { trust, preparer, publisher, broken } = workings;
  const { stored, store } = held;
  const hash = sourceHash(source);
  const edit = broken.find(store, stored.name);
  if (edit?.stored !== undefined && !overEdit) throw new BrokenEditError(stored.name, edit.failure);
  if (hash === stored.hash && edit?.stored === undefined && !adds(held, { persist: false, signature, trusted, ...(limits === held.prepared.hostLimits ? {} : { limits }) }, workings)) {
    if (await refresh(workings, held)) throw new StoreConflictError(stored.name, stored.hash, workings.catalogue.heldAs(store, stored.name)?.stored.hash);
    return held;
  }
  const home = (functions: readonly string[]) => publisher.admit(functions, store, [held]);
  const prepared = await pastVanished(workings, () => preparer.prepare({ source, language: stored.language, name: stored.name, signature: signature ?? (hash === stored.hash ? stored.signature : undefined), filename: filename ?? stored.filePath }, { home, limits, trusted }));
  const after = named(workings, held, prepared);
  const [updated] = await publisher.publish([{ before: held, after, store, change }], kind);
  if (trusted) trust.grant(hash);
  return updated as HeldSource;
}

/** What comes in the place of a source, by the name that is due to it. Where it can have none, nobody will run it. */
function named(workings: Workings, { stored, store, functions }: HeldSource, prepared: PreparedSource): PreparedSource {
  try {
    const names = prepared.functions.map(({ declared }) => declared.name);
    return { ...prepared, name: nameAfter(workings, store, names, stored, functions.map((fn) => fn.name)) };
  } catch (error) {
    workings.publisher.retire([prepared]);
    throw error;
  }
}
