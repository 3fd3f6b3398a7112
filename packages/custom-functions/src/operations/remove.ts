import { removeFunction } from "@openhcs/validator";
import { signSource, type PrivateKey } from "../signing/sign-source.js";
import { hasVanished } from "./contested.js";
import { refresh } from "./refresh.js";
import type { Workings } from "./workings.js";
import { rewrite } from "./rewrite.js";

export interface RemoveOptions {
  /** Signs anew what stays of the source, which an old signature does not fit any more. */
  readonly privateKey?: PrivateKey | undefined;
}

/** Unregisters a function; its source goes with the last one. @returns whether there was one */
export async function remove(workings: Workings, name: string, { privateKey }: RemoveOptions = {}): Promise<boolean> {
  const { catalogue, publisher, trust } = workings;
  const held = catalogue.trace(name);
  if (held === undefined) return removeBroken(workings, name);
  const { source } = held;
  if (await hasVanished(source)) { // Somebody else was faster.
    await refresh(workings, source);
    return false;
  }
  if (source.functions.length === 1) {
    await publisher.publish([{ before: source, store: source.store, change: "deleted" }], "deleted");
    return true;
  }
  const trusted = trust.isGranted(source.prepared.hash);
  const rest = removeFunction(source.prepared.source, held.name);
  const signature = privateKey === undefined ? undefined : signSource(source.stored.name, rest, privateKey);
  await rewrite(workings, source, { source: rest, kind: "deleted", signature, trusted });
  return true;
}

/** A source that could not be registered goes as a whole. */
async function removeBroken({ broken, publisher }: Workings, name: string): Promise<boolean> {
  const found = broken.named(name);
  if (found?.stored === undefined) return false;
  await publisher.publish([{ store: found.store, change: "deleted", overwrites: found.stored }], "deleted");
  return true;
}
