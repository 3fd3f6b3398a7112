import { OpenHcsError } from "@openhcs/core";
import type { LoadFailure } from "./change-events.js";
import { placeOf } from "./load-failure.js";

/** The host's policy refuses a source that nobody whom it trusts has signed. */
export class UntrustedSourceError extends OpenHcsError {
  readonly code = "UNTRUSTED_SOURCE";
  readonly sourceName: string;
  /** The key that signed it, if any did. */
  readonly key: string | undefined;
  constructor(sourceName: string, key: string | undefined) {
    const found = key === undefined ? "it has no signature" : `it is signed with ${key}, which is not among the trusted keys`;
    super(`"${sourceName}" is refused, for only signed sources are taken: ${found}. Sign it, or trust the key.`);
    this.sourceName = sourceName;
    this.key = key;
  }
}

/** A signature is not that of the source it came with: one of the two was changed afterwards. */
export class InvalidSignatureError extends OpenHcsError {
  readonly code = "INVALID_SIGNATURE";
  readonly sourceName: string;
  constructor(sourceName: string, rule: string, options?: ErrorOptions) {
    super(`the signature of "${sourceName}" ${rule}`, options);
    this.sourceName = sourceName;
  }
}

/** A bundle of functions contradicts itself or its format. Nothing of it was registered, or written. */
export class InvalidBundleError extends OpenHcsError {
  readonly code = "INVALID_BUNDLE";
  /** The source in which it was found, where it is one of them. */
  readonly sourceName: string | undefined;
  constructor(rule: string, sourceName?: string, options?: ErrorOptions) {
    super(`the bundle is not valid: ${sourceName === undefined ? "" : `its source "${sourceName}" `}${rule}`, options);
    this.sourceName = sourceName;
  }
}

/** The store that keeps a function lacks what was asked for. */
export class StoreLacksError extends OpenHcsError {
  readonly code = "STORE_LACKS";
  readonly store: string;
  readonly capability: string;
  constructor(store: string, capability: string) {
    super(`the store "${store}" keeps no ${capability}.`);
    this.store = store;
    this.capability = capability;
  }
}

/** The beginning of a hash is that of several versions. */
export class AmbiguousVersionError extends OpenHcsError {
  readonly code = "AMBIGUOUS_VERSION";
  readonly version: string;
  /** SHA-256 of the versions that it could be. */
  readonly hashes: readonly string[];
  constructor(version: string, hashes: readonly string[]) {
    super(`"${version}" could be ${hashes.length} versions: ${hashes.slice(0, 8).map((hash) => hash.slice(0, 12)).join(", ")}${hashes.length > 8 ? " and others" : ""}. Give more of the hash.`);
    this.version = version;
    this.hashes = Object.freeze([...hashes]);
  }
}

/** A store object serves one manager, which closes it. */
export class StoreInUseError extends OpenHcsError {
  readonly code = "STORE_IN_USE";
  readonly store: string;
  readonly location: string | undefined;
  constructor(store: string, location: string | undefined) {
    super(`the store "${store}"${location === undefined ? "" : ` at ${location}`} belongs to another manager already, which closes it and would not tell this one what it changes. Make a store object for each.`);
    this.store = store;
    this.location = location;
  }
}

/** The source of a function cannot be got from where it is said to be. */
export class SourceUnavailableError extends OpenHcsError {
  readonly code = "SOURCE_UNAVAILABLE";
  /** The path or address. */
  readonly origin: string;
  constructor(origin: string, rule: string, options?: ErrorOptions) {
    super(`${origin}: ${rule}`, options);
    this.origin = origin;
  }
}

/** A source was edited so that it is not valid: a change that starts from its last good version would undo the edit. */
export class BrokenEditError extends OpenHcsError {
  readonly code = "BROKEN_EDIT";
  readonly sourceName: string;
  readonly filePath: string | undefined;
  readonly reason: string;
  constructor(sourceName: string, failure: LoadFailure) {
    const { filePath, reason } = failure;
    super(`"${sourceName}" holds an edit that is not valid, which this would overwrite: ${reason} Mend ${placeOf(failure)}, or give the whole text anew with update.`);
    this.sourceName = sourceName;
    this.filePath = filePath;
    this.reason = reason;
  }
}

/** A source is kept, and was refused when it was loaded: there is no function to work with. */
export class RefusedFunctionError extends OpenHcsError {
  readonly code = "FUNCTION_REFUSED";
  readonly requested: string;
  /** With line and column, where the reason has them. */
  readonly file: string;
  readonly reason: string;
  constructor(requested: string, failure: LoadFailure) {
    super(`${requested} is there, in ${placeOf(failure)}, but was refused: ${failure.reason}`);
    this.requested = requested;
    this.file = placeOf(failure);
    this.reason = failure.reason;
  }
}

/** Custom functions called each other, or themselves, too deeply. */
export class TooDeepError extends OpenHcsError {
  readonly code = "TOO_DEEP";
  readonly key: string;
  readonly depth: number;
  constructor(key: string, depth: number) {
    super(`${key}: custom functions may call each other ${depth} deep; does it call itself without an end?`);
    this.key = key;
    this.depth = depth;
  }
}

declare module "@openhcs/core" {
  interface ErrorCodes {
    UNTRUSTED_SOURCE: UntrustedSourceError;
    INVALID_SIGNATURE: InvalidSignatureError;
    INVALID_BUNDLE: InvalidBundleError;
    AMBIGUOUS_VERSION: AmbiguousVersionError;
    STORE_IN_USE: StoreInUseError;
    SOURCE_UNAVAILABLE: SourceUnavailableError;
    BROKEN_EDIT: BrokenEditError;
    FUNCTION_REFUSED: RefusedFunctionError;
    STORE_LACKS: StoreLacksError;
    TOO_DEEP: TooDeepError;
  }
}
