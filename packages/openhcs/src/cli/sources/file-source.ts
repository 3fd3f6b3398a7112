import { languageOf, readSourceFile } from "@openhcs/custom-functions";
import { standardStream } from "../images.js";
import { UsageError } from "../usage-error.js";
import type { FetchedSource, SourceKind } from "./fetched-source.js";
import { collected, sourceOf } from "./source-text.js";

/** A path, or `-` for standard input; what no other kind takes. */
export const fileSource: SourceKind = {
  matches: () => true,
  fetch: async (path, { stdin }) => {
    if (path !== standardStream) return [await readSource(path)];
    if (stdin.isTTY === true) throw new UsageError("- reads a source from standard input, which is a terminal; pipe one into it.");
    return [sourceOf(await collected(stdin, "standard input"), "standard input", "")];
  },
};

/** @throws SourceUnavailableError */
export async function readSource(path: string, origin: string = path): Promise<FetchedSource> {
  return { origin, code: await readSourceFile(path, origin), language: languageOf(path) };
}
