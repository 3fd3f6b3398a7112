/** A name that a source imports. */
export interface GuestImport {
  /** The module, such as `openhcs`. */
  readonly from: string;
  /** The name there; `*` for all of them. */
  readonly imported: string;
  readonly local: string;
}

/** What a child serves: plain JavaScript without import and export statements, whose named functions are called. */
export interface GuestSource {
  /** As stack traces and errors show it. */
  readonly filename: string;
  readonly code: string;
  /** The source as its author wrote it, line by line the same, for messages. Default: the code. */
  readonly text?: string;
  readonly imports: readonly GuestImport[];
  /** The bindings at the top level that may be called. */
  readonly names: readonly string[];
  /** Identity: calls of sources with one hash may share children, and with them what the source keeps at its top level. */
  readonly hash: string;
}
