import { readFile, stat } from "node:fs/promises";
import { messageOf } from "@openhcs/core";
import { standardStream } from "../images.js";
import { UsageError } from "../usage-error.js";
import type { FetchedSource, SourceKind } from "./fetched-source.js";
import { checkSize, collected, sourceOf } from "./source-text.js";
import { SourceUnavailableError } from "./source-unavailable-error.js";

/** A path, or `-` for standard input; what no other kind takes. */
export const fileSource: SourceKind = {
  matches: () => true,
  fetch: async (path, { stdin }) => {
    if (path !== standardStream) return [await readSource(path)];
    if (stdin.isTTY === true) throw new UsageError("- reads a source from standard input, which is a terminal; pipe one into it.");
    return [sourceOf(await collected(stdin, "standard input"), "standard input", "")];
  },
};

/** Looks before it opens, for opening a pipe waits for whoever writes into it. @throws SourceUnavailableError */
export async function readSource(path: string, origin: string = path): Promise<FetchedSource> {
  const found = await stat(path).catch((error: unknown) => {
    throw (error as NodeJS.ErrnoException).code === "ENOENT" ? new SourceUnavailableError(origin, "there is no such file.") : unreadable(origin, error);
  });
  if (!found.isFile()) throw new SourceUnavailableError(origin, `it is ${found.isDirectory() ? "a folder" : "no regular file"}; give the file of a source.`);
  checkSize(found.size, origin);
  const bytes = await readFile(path).catch((error: unknown) => { throw unreadable(origin, error); });
  return sourceOf(bytes, origin, path);
}

function unreadable(origin: string, error: unknown): SourceUnavailableError {
  return new SourceUnavailableError(origin, `it cannot be read: ${messageOf(error)}.`, { cause: error });
}
