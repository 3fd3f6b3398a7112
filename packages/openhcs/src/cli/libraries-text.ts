import type { LibraryReport, SkippedFunction } from "@openhcs/core";
import { tabular, type Terminal } from "./terminal.js";

/** Libraries, and by reason what is not registered of them. */
export function librariesText(libraries: readonly LibraryReport[], terminal: Terminal): string {
  const { colours } = terminal;
  const rows = libraries.map(({ library, version = "", reason, functions, skipped, scannedAt }) => [
    colours.bold(library), reason === undefined ? colours.green("available") : colours.red("unavailable"), version,
    reason ?? [`${functions.length} functions`, ...(skipped.length === 0 ? [] : [`${skipped.length} left out`]), ...(scannedAt === undefined ? [] : [`scanned ${new Date(scannedAt).toISOString().slice(0, 16)}Z`])].join("; "),
  ]);
  return [tabular(terminal, ["library", "status", "version", "details"], rows), ...libraries.filter(({ skipped }) => skipped.length > 0).map((each) => leftOutText(each, terminal))].join("\n\n");
}

function leftOutText({ library, skipped }: LibraryReport, { colours }: Terminal): string {
  const byReason = new Map<string, string[]>();
  for (const { name, reason } of skipped as readonly SkippedFunction[]) byReason.set(reason, [...(byReason.get(reason) ?? []), name]);
  const lines = [...byReason].map(([reason, names]) => `  ${names.join(", ")}: ${reason}`);
  return [colours.dim(`left out of ${library}`), ...lines].join("\n");
}
