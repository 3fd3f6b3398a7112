import { execFile } from "node:child_process";
import { lstatSync } from "node:fs";
import { join, relative } from "node:path";
import { promisify } from "node:util";
import { messageOf, type StoreChange } from "@openhcs/core";

const execute = promisify(execFile);
/** Settings under which git runs no program of the repository's and asks nothing. */
const settings = ["core.hooksPath=/dev/null", "core.fsmonitor=false", "commit.gpgSign=false", "gc.auto=0", "maintenance.auto=false"];
const limitMs = 5_000;

/**
 * Commits what a change did to its files, and nothing else, where the folder is a git repository's root.
 * @returns why it could not, if it could not: the change was made all the same
 */
export async function commitFiles(folder: string, files: readonly string[], message: string): Promise<string | undefined> {
  if (files.length === 0 || lstatSync(join(folder, ".git"), { throwIfNoEntry: false }) === undefined) return undefined;
  try {
    const { stdout } = await git(folder, ["status", "--porcelain", "--untracked-files=all", "--", ...files.map((file) => relative(folder, file))]);
    const paths = stdout.split("\n").filter((line) => line !== "").map((line) => line.slice(3));
    if (paths.length === 0) return undefined; // Ignored, or never committed and gone.
    await git(folder, ["add", "--all", "--", ...paths]);
    const author = (await hasAuthor(folder)) ? [] : ["user.name=OpenHCS", "user.email=openhcs@localhost"];
    await git(folder, ["commit", "--quiet", "--only", "--message", message, "--", ...paths], author);
    return undefined;
  } catch (error) {
    const said = String((error as { readonly stderr?: unknown }).stderr ?? "").trim();
    return `the change was made, but not committed to git: ${said === "" ? messageOf(error) : said}`;
  }
}

export function commitMessage({ kind, before, after }: StoreChange): string {
  const verb = { registered: "Register", updated: "Update", renamed: "Rename", deleted: "Delete", restored: "Restore", edited: "Edit" }[kind];
  const [from, to] = [before?.name, after?.name];
  return from !== undefined && to !== undefined && from !== to ? `${verb} ${from} to ${to}` : `${verb} ${to ?? from}`;
}

async function hasAuthor(folder: string): Promise<boolean> {
  const known = ({ stdout }: { readonly stdout: string }): boolean => stdout.trim() !== "";
  return (await Promise.all(["user.name", "user.email"].map((key) => git(folder, ["config", key]).then(known, () => false)))).every(Boolean);
}

function git(folder: string, args: readonly string[], config: readonly string[] = []): Promise<{ readonly stdout: string }> {
  const { GIT_DIR: _, GIT_WORK_TREE: __, GIT_INDEX_FILE: ___, ...env } = process.env;
  const all = ["-C", folder, ...[...settings, ...config].flatMap((setting) => ["-c", setting]), ...args];
  return execute("git", all, { env: { ...env, GIT_TERMINAL_PROMPT: "0" }, timeout: limitMs, encoding: "utf8", windowsHide: true });
}
