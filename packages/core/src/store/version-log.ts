import type { SourceVersion } from "./function-store.js";

/** One line of a store's log: what happened to the source of a name, which had another name before where it was renamed. */
export interface NamedVersion extends SourceVersion {
  readonly name: string;
  readonly from?: string;
}

/**
 * What of a log, the oldest first, is the history of a name, the newest first.
 *
 * It goes on under the names that a source had before; and under a name that a source left, it ends with the renaming.
 */
export function historyOf<Entry extends Pick<NamedVersion, "name" | "from">>(log: readonly Entry[], name: string): readonly Entry[] {
  const names = new Set([name]);
  const history: Entry[] = [];
  for (const entry of [...log].reverse()) {
    if (names.has(entry.name)) {
      history.push(entry);
      if (entry.from !== undefined) names.add(entry.from);
    } else if (entry.from !== undefined && names.has(entry.from)) {
      history.push(entry);
    }
  }
  return history;
}
