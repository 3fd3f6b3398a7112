import { isOpenHcsError, messageOf, type FunctionStore, type StoreFailure } from "@openhcs/core";
import type { LoadFailure } from "./change-events.js";

/** Why a source of a store could not be registered, with the place in it. @param serving the version that serves on */
export function loadFailure(store: FunctionStore, { name, filePath }: { readonly name: string; readonly filePath?: string }, error: unknown, serving?: string): LoadFailure {
  const at = isOpenHcsError(error, "VALIDATION") ? { stage: error.stage, line: error.line, column: error.column, snippet: error.snippet } : {};
  return Object.freeze({
    sourceName: name, store: store.name, reason: messageOf(error), ...at,
    ...(filePath === undefined ? {} : { filePath }),
    ...(isOpenHcsError(error) ? { code: error.code } : {}),
    ...(serving === undefined ? {} : { serving }),
  });
}

/** A source that its store has and cannot read. */
export function unreadable(store: FunctionStore, { name, filePath, reason }: StoreFailure): LoadFailure {
  return Object.freeze({ sourceName: name, store: store.name, reason, ...(filePath === undefined ? {} : { filePath }) });
}
