import { lstatSync, readdirSync, type Stats } from "node:fs";
import { join } from "node:path";
import { checkStoreName, messageOf } from "@openhcs/core";
import { readIntent, type Intent } from "./intent.js";
import { readSourceFile } from "./source-file.js";
import { sourceNameOf, type SourceName } from "./source-name.js";
import type { VersionFiles } from "./version-files.js";

/** A source file as it is: its text, or why it cannot be had. */
export interface FoundSource extends SourceName {
  readonly filePath: string;
  readonly source?: string;
  readonly hash?: string;
  readonly reason?: string;
  readonly stats?: Stats;
}

export interface SourceFolderOptions {
  readonly folder: string;
  readonly journal: string;
  readonly languages: readonly string[];
  readonly maxBytes: number;
  readonly versions: VersionFiles;
}

/** The source files, read without a lock: a change that is certain counts as made, wherever its maker is with it. */
export class SourceFolder {
  readonly #options: SourceFolderOptions;

  constructor(options: SourceFolderOptions) {
    this.#options = options;
  }

  /** What files there are of sources, by name, and the languages in their order; with names that the store does not take, too. */
  list(): readonly SourceName[] {
    const { folder, languages } = this.#options;
    const found = readdirSync(folder).map((file) => sourceNameOf(file, languages)).filter((name) => name !== undefined);
    return found.sort((one, other) => (one.name === other.name ? languages.indexOf(one.language) - languages.indexOf(other.language) : one.name < other.name ? -1 : 1));
  }

  /** Every source, and every file that could be one but cannot be read or named. */
  all(): readonly FoundSource[] {
    const found = new Map<string, FoundSource>();
    for (const { name, language } of this.list()) {
      const earlier = found.get(name);
      const source = this.file({ name, language });
      if (earlier !== undefined) found.set(`${name}.${language}`, { name: `${name}.${language}`, language, filePath: this.pathOf({ name, language }), reason: `${earlier.filePath} has the name` });
      else if (source !== undefined) found.set(name, source);
    }
    return [...found.values()];
  }

  /** The source of a name, with what is certain of a change under way. */
  one(name: string, intent = this.intent()): FoundSource | undefined {
    if (intent === undefined || intent === "damaged") return this.onDisk(name);
    const { put, remove } = intent;
    if (put?.name === name && stateOf(this.file(put), put) === "before") {
      const source = this.#options.versions.read(put.hash);
      if (source !== undefined) return { ...put, source, filePath: this.pathOf(put) };
    }
    const found = this.onDisk(name); // Only now: what is put there meanwhile is seen by one of the two looks.
    return remove?.name === name && found?.language === remove.language && found.hash === remove.hash ? undefined : found;
  }

  onDisk(name: string): FoundSource | undefined {
    for (const language of this.#options.languages) {
      const found = this.file({ name, language });
      if (found !== undefined) return found;
    }
    return undefined;
  }

  intent(): Intent | "damaged" | undefined {
    return readIntent(this.#options.journal);
  }

  pathOf({ name, language }: SourceName): string {
    return join(this.#options.folder, `${name}.${language}`);
  }

  file({ name, language }: SourceName): FoundSource | undefined {
    const filePath = this.pathOf({ name, language });
    const reading = readSourceFile(filePath, this.#options.maxBytes);
    return reading && { name, language, filePath, ...(nameFault(name) ?? reading) };
  }
}

/** What is in the place of a file that a change writes: what it goes out from, what it makes, or what somebody else made of it. */
export function stateOf(found: FoundSource | undefined, { hash, over }: NonNullable<Intent["put"]>): "before" | "after" | "other" {
  if (found?.reason !== undefined) return "other";
  if (found?.hash === hash) return "after";
  return found?.hash === over ? "before" : "other";
}

/** Whether the folder has a file of exactly this name, where the system may not tell cases apart. */
export function hasExactly(folder: string, path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined && readdirSync(folder).some((file) => join(folder, file) === path);
}

function nameFault(name: string): { readonly reason: string } | undefined {
  try {
    checkStoreName(name);
    return undefined;
  } catch (error) {
    return { reason: messageOf(error) };
  }
}
