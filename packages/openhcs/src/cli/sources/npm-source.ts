import { readFile, realpath } from "node:fs/promises";
import { isAbsolute, join, relative } from "node:path";
import { SourceUnavailableError } from "@openhcs/custom-functions";
import { packageFolder } from "../../node/node-modules-folders.js";
import { UsageError } from "../usage-error.js";
import type { FetchedSource, SourceKind } from "./fetched-source.js";
import { readSource } from "./file-source.js";
import { innerPath, manifestFiles } from "./manifest-files.js";

const form = /^npm:(?<name>(?:@[a-z0-9~-][\w.~-]*\/)?[a-z0-9~-][\w.~-]*)(?:\/(?<file>.+))?$/i;

/** `npm:package`, or `npm:@scope/package/file.ts`: a package that is installed; nothing is installed for it. */
export const npmSource: SourceKind = {
  matches: (reference) => reference.startsWith("npm:"),
  async fetch(reference) {
    const { name, file } = form.exec(reference)?.groups ?? {};
    if (name === undefined) throw new UsageError(`npm:package or npm:package/file.ts names sources of a package, received ${JSON.stringify(reference)}.`);
    const folder = packageFolder(name, process.cwd());
    if (folder === undefined) throw new SourceUnavailableError(reference, `the package is not installed in a node_modules folder at or above ${process.cwd()}. Install it first: npm install ${name}`);
    const files = file === undefined ? manifestFiles(await manifestText(folder), reference, `name a file: ${reference}/<file>.ts`) : [file];
    return Promise.all(files.map((path) => fileOf(folder, path, `npm:${name}`)));
  },
};

function manifestText(folder: string): Promise<string | undefined> {
  return readFile(join(folder, "package.json"), "utf8").catch(() => undefined);
}

/** By where the file really is: a link in a package may lead out of it. */
async function fileOf(folder: string, path: string, origin: string): Promise<FetchedSource> {
  const inner = innerPath(path, origin);
  const [real, root] = await Promise.all([realpath(join(folder, inner)).catch(() => join(folder, inner)), realpath(folder)]);
  const within = relative(root, real);
  if (real !== join(folder, inner) && (within.startsWith("..") || isAbsolute(within))) throw new SourceUnavailableError(`${origin}/${inner}`, "it is a link that leads out of the package.");
  return readSource(real, `${origin}/${inner}`);
}
