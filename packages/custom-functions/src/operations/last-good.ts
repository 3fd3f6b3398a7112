import { isOpenHcsError, type FunctionStore, type SourceVersion, type StoredSource } from "@openhcs/core";
import { draftOf, type PreparedSource } from "../source/prepared-source.js";
import type { Step } from "./take.js";
import type { Workings } from "./workings.js";

/** How far back a version that is valid is looked for. */
const mostVersions = 20;

/** What is wrong where a source asks for more than is installed or granted here: its text may be fine, and none of its past is. */
const lacking: ReadonlySet<string> = new Set(["UNKNOWN_MEMORY_TYPE", "UNKNOWN_EXPORT", "IMPORT_NOT_ALLOWED", "TRUST_NEEDED"]);

/**
 * Registers the newest valid version of a source that was edited so that it is not valid: what served before a restart serves after it.
 *
 * Nothing where the text came through a host, which checked it, or where the source was deleted since.
 */
export async function takeLastGood(workings: Workings, store: FunctionStore, edited: StoredSource, error: unknown): Promise<Step[]> {
  if (workings.catalogue.heldAs(store, edited.name) !== undefined || !isBrokenEdit(error)) return [];
  for (const version of await versionsBefore(store, edited)) {
    const stored = withText(edited, version);
    const after = await preparedAs(workings, store, stored);
    if (after === undefined) continue;
    const [held] = await workings.publisher.replace([{ after, store, change: "edited", found: stored }]).catch(() => []); // Then an earlier one may do.
    if (held !== undefined) return [{ after: held }];
  }
  return [];
}

function isBrokenEdit(error: unknown): boolean {
  return isOpenHcsError(error, "VALIDATION") && error.errors.some(({ code }) => !lacking.has(code));
}

async function versionsBefore(store: FunctionStore, { name, hash }: StoredSource): Promise<readonly SourceVersion[]> {
  const versions = await store.history?.(name).catch(() => undefined) ?? []; // A history that cannot be read offers nothing.
  const [newest] = versions;
  if (newest?.hash === hash && newest.change !== "edited") return [];
  const deleted = versions.findIndex(({ change }) => change === "deleted");
  const since = deleted === -1 ? versions : versions.slice(0, deleted);
  // Of the same text the newest entry counts, which may have been signed since.
  const texts = since.filter((version, at) => version.hash !== hash && since.findIndex((other) => other.hash === version.hash) === at);
  return texts.slice(0, mostVersions);
}

function withText({ signature: _, ...edited }: StoredSource, { source, hash, language, signature }: SourceVersion): StoredSource {
  return Object.freeze({ ...edited, source, hash, language, ...(signature === undefined ? {} : { signature }) });
}

/** Undefined where this version is not valid either, is not trusted, or has lost a name to others. */
function preparedAs({ preparer, publisher }: Workings, store: FunctionStore, stored: StoredSource): Promise<PreparedSource | undefined> {
  return preparer.prepare(draftOf(stored), { evaluate: false, home: (names) => publisher.admit(names, store) }).catch(() => undefined);
}
