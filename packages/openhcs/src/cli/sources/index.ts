import type { Terminal } from "../terminal.js";
import type { FetchedSource, SourceKind } from "./fetched-source.js";
import { fileSource } from "./file-source.js";
import { gitSource } from "./git-source.js";
import { npmSource } from "./npm-source.js";
import { urlSource } from "./url-source.js";

export type { FetchedSource } from "./fetched-source.js";

/** The first that matches; a file is what no other is. */
const kinds: readonly SourceKind[] = [urlSource, npmSource, gitSource, fileSource];

/** Gets the sources that a reference names: a file, an address, an installed package, a repository. @throws SourceUnavailableError, UsageError */
export function fetchSources(terminal: Terminal, reference: string): Promise<readonly FetchedSource[]> {
  return (kinds.find(({ matches }) => matches(reference)) as SourceKind).fetch(reference, terminal);
}
