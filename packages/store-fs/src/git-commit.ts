import { lstatSync } from "node:fs";
import { basename, join } from "node:path";
import { messageOf, type StoreChange } from "@openhcs/core";
import { takeLock } from "./folder-lock.js";
import { Git } from "./git.js";
import { readPlain } from "./plain-file.js";
import { makeOwnFolder } from "./private-folder.js";
import type { StorePaths } from "./store-paths.js";

const [waitMs, limitMs] = [5_000, 10_000];

/** An entry of a tree; `line` is what git says of it. */
interface Entry {
  readonly mode: string;
  readonly object: string;
  readonly line: string;
}

/**
 * Commits what a change did to its files, as they are by now, and nothing else, where the folder is a git repository's root.
 *
 * The commit is made of git's objects, without its filters and without the work tree: see `Git` for why.
 * @returns why it could not, if it could not: the change was made all the same
 */
export async function commitFiles({ folder, commitLock }: StorePaths, files: readonly string[], message: string): Promise<string | undefined> {
  if (files.length === 0 || lstatSync(join(folder, ".git"), { throwIfNoEntry: false }) === undefined) return undefined;
  try {
    makeOwnFolder(commitLock);
    const release = await takeLock(commitLock, waitMs); // So that of two processes neither finds git's own locks taken.
    try {
      await commit(new Git(folder, AbortSignal.timeout(limitMs)), files, message);
      return undefined;
    } finally {
      release();
    }
  } catch (error) {
    return `the change was made, but not committed to git: ${messageOf(error)}`;
  }
}

export function commitMessage({ kind, before, after }: StoreChange): string {
  const verb = { registered: "Register", updated: "Update", renamed: "Rename", deleted: "Delete", restored: "Restore", edited: "Edit" }[kind];
  const [from, to] = [before?.name, after?.name];
  return from !== undefined && to !== undefined && from !== to ? `${verb} ${from} to ${to}` : `${verb} ${to ?? from}`;
}

async function commit(git: Git, files: readonly string[], message: string): Promise<void> {
  const head = await git.answer(["rev-parse", "--verify", "--quiet", "HEAD^{commit}"]);
  const tree = head === undefined ? new Map<string, Entry>() : entriesOf(await git.run(["ls-tree", "-z", "--full-tree", head]));
  const changed = new Map<string, Entry | undefined>();
  for (const file of files) {
    const [name, was] = [basename(file), tree.get(basename(file))];
    const now = await entryOf(git, file, was);
    if (now?.line !== was?.line) changed.set(name, now);
  }
  if (changed.size === 0) return; // Ignored, or never committed and gone.
  const none = "0".repeat([...changed.values(), ...tree.values()].find((entry) => entry !== undefined)?.object.length ?? 40);

  const next = [...new Map([...tree, ...changed]).values()].flatMap((entry) => entry?.line ?? []);
  const [root, config] = await Promise.all([git.run(["mktree", "-z"], { input: terminated(next) }), authorOf(git)]);
  const made = await git.run(["commit-tree", root, ...(head === undefined ? [] : ["-p", head]), "-m", message], { config });
  // The index first: where somebody else has it, nothing was committed yet.
  await git.run(["update-index", "-z", "--index-info"], { input: terminated([...changed].map(([name, entry]) => `${entry?.mode ?? 0} ${entry?.object ?? none}\t${name}`)) });
  await git.run(["update-ref", "-m", `commit: ${message}`, "HEAD", made, head ?? none], { config });
}

/** The file as it is now, in git's objects; undefined where it is gone, or is none that git is to know of. */
async function entryOf(git: Git, file: string, was: Entry | undefined): Promise<Entry | undefined> {
  const name = basename(file);
  const bytes = readPlain(file, Infinity)?.bytes;
  if (bytes === undefined || (was === undefined && (await git.answer(["check-ignore", "--", name])) !== undefined)) return undefined;
  const object = await git.run(["hash-object", "-w", "--no-filters", "--stdin"], { input: bytes });
  const mode = was?.mode.startsWith("100") ? was.mode : "100644";
  return { mode, object, line: `${mode} blob ${object}\t${name}` };
}

function entriesOf(listing: string): ReadonlyMap<string, Entry> {
  const lines = listing.split("\0").filter((line) => line !== "");
  return new Map(lines.map((line) => {
    const [fields = "", name = ""] = [line.slice(0, line.indexOf("\t")), line.slice(line.indexOf("\t") + 1)];
    const [mode = "", , object = ""] = fields.split(" ");
    return [name, { mode, object, line }];
  }));
}

function terminated(lines: readonly string[]): Buffer {
  return Buffer.from(lines.map((line) => `${line}\0`).join(""), "latin1");
}

/** Settings that name an author where the user's and the repository's do not. */
async function authorOf(git: Git): Promise<readonly string[]> {
  const known = (await git.answer(["config", "--name-only", "--get-regexp", "^user\\.(name|email)$"]))?.split("\n") ?? [];
  return ["user.name", "user.email"].every((key) => known.includes(key)) ? [] : ["user.name=OpenHCS", "user.email=openhcs@localhost"];
}
