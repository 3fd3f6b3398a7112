/** A source as a store keeps it: saved once, whatever number of functions it declares. */
export interface StoredSource {
  /** Names the source in its store: that of its first function. */
  readonly name: string;
  readonly source: string;
  /** SHA-256 of the source's UTF-8 bytes, in hexadecimal. */
  readonly hash: string;
  /** What the source is written in, as a file's extension: "ts", "lua", "py". */
  readonly language: string;
  /** Where a person finds it; absent for a store without files. */
  readonly filePath?: string;
  readonly signature?: SourceSignature;
}

/** Who vouches for a source. */
export interface SourceSignature {
  /** The public key: Ed25519, 32 raw bytes in base64. */
  readonly key: string;
  /** Over the UTF-8 bytes of the source, in base64. */
  readonly signature: string;
}

/** A public key whose signatures count. */
export interface TrustedKey {
  /** Ed25519, 32 raw bytes in base64. */
  readonly key: string;
  readonly label: string;
  /** Whether sources that it signed run in the host's process. */
  readonly grantsTrust: boolean;
}

/** A source as it once was. */
export interface SourceVersion {
  readonly hash: string;
  readonly source: string;
  readonly language: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly change: "registered" | "updated" | "renamed" | "deleted" | "restored" | "edited";
  /** That of the source at the time, so that a version that comes back is as signed as it was. */
  readonly signature?: SourceSignature;
}

/** Something in a store that could not be read; it stops nothing else. */
export interface StoreFailure {
  readonly name: string;
  readonly filePath?: string;
  readonly reason: string;
}

export interface StoreContents {
  readonly sources: readonly StoredSource[];
  readonly failures: readonly StoreFailure[];
  /** What a person should know, such as a folder that others may write to. */
  readonly warnings: readonly string[];
}

/**
 * One change of one source, made as a whole or not at all.
 *
 * One that leaves everything as it is, signature included, adds no version.
 */
export interface StoreChange {
  readonly kind: SourceVersion["change"];
  /** The source before, by name and hash; absent where it is new. The store refuses where it holds another state. */
  readonly before?: { readonly name: string; readonly hash: string };
  /** The source after; absent where it goes. Under another name than `before` it is renamed. */
  readonly after?: Omit<StoredSource, "hash" | "filePath">;
}

/** What somebody else changed: another process, or a person with an editor. */
export type StoreEvent = SourceEvent | KeysEvent;

/** A source came, changed or went. */
export interface SourceEvent {
  /** The source as it is now; absent where it is gone, or cannot be read. */
  readonly now?: StoredSource;
  readonly name: string;
  /** Why a source that is there cannot be read: what was known of it is still the best. */
  readonly failure?: StoreFailure;
  readonly keys?: undefined;
}

/** The trusted keys are others now. It names no source. */
export interface KeysEvent {
  readonly keys: true;
  readonly name?: undefined;
  readonly now?: undefined;
  readonly failure?: undefined;
}

/**
 * Keeps the sources of custom functions. It knows nothing of what they mean.
 *
 * Absent members are absent capabilities.
 */
export interface FunctionStore {
  /** For messages and listings: "files", "memory". */
  readonly name: string;
  /** Where it keeps things, for a person. */
  readonly location?: string;
  /** Everything that it holds. What cannot be read is among the failures. @throws StoreUnavailableError where nothing can be read at all */
  load(): Promise<StoreContents>;
  /** @throws StoreConflictError where the state before is another one, or the name after is taken; StoreUnavailableError, InvalidStoreNameError */
  change(change: StoreChange): Promise<StoredSource | undefined>;
  /** One source as it is now. */
  read(name: string): Promise<StoredSource | undefined>;
  /**
   * Versions of a source, the newest first; those of one that was deleted too, and those under the names that it had before. Under a name that a
   * source left, the newest is its renaming.
   */
  history?(name: string): Promise<readonly SourceVersion[]>;
  /**
   * Calls back for changes that did not come through this object, until the subscription is disposed of: whatever differs from what the last
   * `load`, `change` or event told. `read` tells nothing in this sense. A store that keeps trusted keys tells of those too: of what differs from
   * the last `load`, `trust`, `distrust` or event.
   */
  watch?(listener: (event: StoreEvent) => void): Promise<AsyncDisposable>;
  /** As far as they count: `grantsTrust` is false where somebody else than the user could have said so. */
  trustedKeys?(): Promise<readonly TrustedKey[]>;
  trust?(key: TrustedKey): Promise<void>;
  distrust?(key: string): Promise<boolean>;
  close?(): Promise<void>;
}
