import { statSync, type Stats } from "node:fs";

/** What a person should know of who else may change the sources: they are code that will run. */
export function permissionWarnings(folder: string, files: readonly { readonly filePath: string; readonly stats?: Stats }[]): readonly string[] {
  const user = process.getuid?.();
  if (user === undefined) return []; // Windows, whose permissions are others.
  const { mode, uid } = statSync(folder);
  const warnings: string[] = [];
  if ((mode & 0o022) !== 0) warnings.push(`others may write to the folder ${folder}, and can thus choose what runs here: chmod 700 "${folder}"`);
  if (uid !== user) warnings.push(`the folder ${folder} belongs to another user (${uid}), who can thus choose what runs here`);
  // Whoever cannot enter the folder reaches none of its files.
  const reaching = (mode & 0o010 ? 0o020 : 0) | (mode & 0o001 ? 0o002 : 0);
  warnings.push(...summary(files.filter(({ stats }) => ((stats?.mode ?? 0) & reaching) !== 0), "sources that others may write to, chmod 600 them"));
  warnings.push(...summary(files.filter(({ stats }) => stats !== undefined && stats.uid !== user), "sources that belong to another user"));
  return warnings;
}

function summary(files: readonly { readonly filePath: string }[], what: string): readonly string[] {
  if (files.length === 0) return [];
  const shown = files.slice(0, 3).map(({ filePath }) => filePath).join(", ");
  return [`${what}: ${shown}${files.length > 3 ? ` and ${files.length - 3} more` : ""}`];
}
