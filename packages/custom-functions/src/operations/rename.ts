import { AlreadyRegisteredError } from "@openhcs/core";
import { renameFunction } from "@openhcs/validator";
import type { HeldSource } from "../held-source.js";
import { signSource, type PrivateKey } from "../signing/sign-source.js";
import { refresh } from "./refresh.js";
import { rewrite } from "./rewrite.js";
import type { Workings } from "./workings.js";

export interface RenameOptions {
  /** Signs the source anew: it changes with the name, so that an old signature does not fit any more. */
  readonly privateKey?: PrivateKey | undefined;
}

/** Gives a function another name, in its declaration and where its source uses it. @throws NotRegisteredError, AlreadyRegisteredError, ValidationError for what cannot be a name */
export async function rename(workings: Workings, from: string, to: string, { privateKey }: RenameOptions = {}): Promise<HeldSource> {
  const { catalogue, trust } = workings;
  const { source, name } = catalogue.get(from);
  const taken = catalogue.find(to);
  if (taken !== undefined && taken.source !== source && !await refresh(workings, taken.source)) throw new AlreadyRegisteredError("custom function", taken.name, "take another name");
  const renamed = renameFunction(source.prepared.source, name, to);
  const signature = privateKey === undefined ? undefined : signSource(source.stored.name, renamed, privateKey);
  return rewrite(workings, source, { source: renamed, change: "renamed", kind: "renamed", signature, trusted: trust.isGranted(source.prepared.hash) });
}
