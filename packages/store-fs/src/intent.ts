import { asLogEntry, isHash, isLanguage, isStoreName, type LogEntry } from "./log-entry.js";
import { readPlain, UnfitFileError, type PlainFile } from "./plain-file.js";
import type { SourceName } from "./source-name.js";

/** A change that is certain: whoever opens the folder next completes what its maker could not. */
export interface Intent {
  readonly id: string;
  /** The file to write, with the version that it gets and the one that it has; a file that has neither was edited meanwhile, and stays. */
  readonly put?: SourceName & { readonly hash: string; readonly over?: string };
  /** The file to remove, where it has this version. */
  readonly remove?: SourceName & { readonly hash: string };
  readonly entries: readonly LogEntry[];
  /** The log's size before the entries. */
  readonly logSize: number;
}

/** The journal's content; undefined where there is none, "damaged" where it is none of ours. */
export function readIntent(path: string): Intent | "damaged" | undefined {
  let file: PlainFile | undefined;
  try {
    file = readPlain(path);
  } catch (error) {
    if (error instanceof UnfitFileError) return "damaged";
    throw error;
  }
  if (file === undefined) return undefined;
  try {
    return asIntent(JSON.parse(file.bytes.toString("utf8"))) ?? "damaged";
  } catch {
    return "damaged";
  }
}

/** Names become paths, so that nothing is taken on trust. */
function asIntent(value: unknown): Intent | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { id, put, remove, entries, logSize } = value as Readonly<Record<string, unknown>>;
  if (typeof id !== "string" || !Array.isArray(entries) || !Number.isSafeInteger(logSize) || (logSize as number) < 0) return undefined;
  const checked = entries.map(asLogEntry);
  if (!checked.every((entry) => entry !== undefined) || !isTarget(put) || !isTarget(remove)) return undefined;
  return { id, ...(put && { put }), ...(remove && { remove }), entries: checked, logSize: logSize as number };
}

function isTarget(value: unknown): value is (SourceName & { readonly hash: string; readonly over?: string }) | undefined {
  if (value === undefined) return true;
  if (typeof value !== "object" || value === null) return false;
  const { name, language, hash, over } = value as Readonly<Record<string, unknown>>;
  return isStoreName(name) && isLanguage(language) && isHash(hash) && (over === undefined || isHash(over));
}
