import { checkStoreName, type NamedVersion, type SourceSignature } from "@openhcs/core";
import { languagePattern } from "./source-name.js";

/** A line of the log. The source itself lies under its hash. */
export type LogEntry = Omit<NamedVersion, "source">;

const changes: ReadonlySet<unknown> = new Set<NamedVersion["change"]>(["registered", "updated", "renamed", "deleted", "restored", "edited"]);

/** What of a value is a log entry: a folder's content is anybody's, and names become paths. Undefined for anything else. */
export function asLogEntry(value: unknown): LogEntry | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { name, at, change, hash, language, from, signature } = value as Readonly<Record<string, unknown>>;
  if (!isStoreName(name) || !Number.isFinite(at) || !changes.has(change) || !isHash(hash) || !isLanguage(language)) return undefined;
  if (from !== undefined && !isStoreName(from)) return undefined;
  const signed = asSignature(signature);
  return { name, at: at as number, change: change as LogEntry["change"], hash, language, ...(from !== undefined && { from }), ...(signed && { signature: signed }) };
}

export function isStoreName(value: unknown): value is string {
  try {
    checkStoreName(value as string);
    return typeof value === "string";
  } catch {
    return false;
  }
}

export function isHash(value: unknown): value is string {
  return typeof value === "string" && /^[0-9a-f]{64}$/.test(value);
}

export function isLanguage(value: unknown): value is string {
  return typeof value === "string" && languagePattern.test(value);
}

function asSignature(value: unknown): SourceSignature | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { key, signature } = value as Readonly<Record<string, unknown>>;
  return typeof key === "string" && typeof signature === "string" ? Object.freeze({ key, signature }) : undefined;
}
