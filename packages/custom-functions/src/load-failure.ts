import { isOpenHcsError, messageOf, type FunctionStore, type StoreFailure } from "@openhcs/core";
import type { LoadFailure } from "./change-events.js";

/** Why a source of a store could not be registered, with the place in it. @param serving the version that serves on */
export function loadFailure(store: FunctionStore, { name, filePath }: { readonly name: string; readonly filePath?: string }, error: unknown, serving?: string): LoadFailure {
  const at = isOpenHcsError(error, "VALIDATION") ? { stage: error.stage, line: error.line, column: error.column, snippet: error.snippet } : {};
  return Object.freeze({
    sourceName: name, store: store.name, reason: withoutPlace(error, filePath ?? name), ...at,
    ...(filePath === undefined ? {} : { filePath }),
    ...(isOpenHcsError(error) ? { code: error.code } : {}),
    ...(serving === undefined ? {} : { serving }),
  });
}

/** The members of a failure tell its place: the reason need not. */
function withoutPlace(error: unknown, file: string): string {
  const message = messageOf(error);
  const place = isOpenHcsError(error, "VALIDATION") ? `${error.filename ?? "function.ts"}:${error.line}:${error.column}: ` : `${file}: `;
  return message.startsWith(place) ? message.slice(place.length) : message;
}

/** `/…/spots.ts:3:1`, or as much as is known of it. */
export function placeOf({ filePath, sourceName, line, column = 1 }: LoadFailure): string {
  const file = filePath ?? sourceName;
  return line === undefined ? file : `${file}:${line}:${column}`;
}

/** A source that its store has and cannot read. */
export function unreadable(store: FunctionStore, { name, filePath, reason }: StoreFailure): LoadFailure {
  return Object.freeze({ sourceName: name, store: store.name, reason, ...(filePath === undefined ? {} : { filePath }) });
}
