import type { Terminal } from "../terminal.js";

/** The text of functions from wherever they come, which nobody has judged yet. */
export interface FetchedSource {
  /** Where it came from, for messages: a path, an address, a path in a repository. */
  readonly origin: string;
  readonly code: string;
  /** What it is written in; undefined where its name is that of another kind of file. */
  readonly language: "ts" | "js" | undefined;
}

/** A way to name sources, and to get them. */
export interface SourceKind {
  readonly matches: (reference: string) => boolean;
  /** @throws SourceUnavailableError, UsageError */
  readonly fetch: (reference: string, terminal: Terminal) => Promise<readonly FetchedSource[]>;
}
