import { messageOf, OpenHcsError } from "../errors/openhcs-error.js";

/** A store holds another state than the one that a change goes out from. */
export class StoreConflictError extends OpenHcsError {
  readonly code = "STORE_CONFLICT";
  readonly sourceName: string;
  /** SHA-256 of the source that the change expected and of the one found; undefined for none. */
  readonly expected: string | undefined;
  readonly found: string | undefined;
  constructor(sourceName: string, expected: string | undefined, found: string | undefined) {
    super(`"${sourceName}" was changed meanwhile: the change expects ${stateOf(expected)}, the store holds ${stateOf(found)}. Read it again.`);
    this.sourceName = sourceName;
    this.expected = expected;
    this.found = found;
  }
}

/** A store cannot be read or written at all. */
export class StoreUnavailableError extends OpenHcsError {
  readonly code = "STORE_UNAVAILABLE";
  readonly store: string;
  readonly location: string | undefined;
  constructor(store: string, location: string | undefined, cause: unknown) {
    super(`the store "${store}"${location === undefined ? "" : ` at ${location}`} is unavailable: ${messageOf(cause)}`);
    this.store = store;
    this.location = location;
    this.cause = cause;
  }
}

/** A name under which nothing may be stored. */
export class InvalidStoreNameError extends OpenHcsError {
  readonly code = "INVALID_STORE_NAME";
  readonly sourceName: string;
  constructor(sourceName: string, rule: string) {
    super(`${JSON.stringify(sourceName)} cannot name a stored function: ${rule}.`);
    this.sourceName = sourceName;
  }
}

declare module "../errors/openhcs-error.js" {
  interface ErrorCodes {
    STORE_CONFLICT: StoreConflictError;
    STORE_UNAVAILABLE: StoreUnavailableError;
    INVALID_STORE_NAME: InvalidStoreNameError;
  }
}

function stateOf(hash: string | undefined): string {
  return hash === undefined ? "nothing" : `version ${hash.slice(0, 12)}`;
}
