import { OpenHcsError } from "@openhcs/core";

/** Where and how isolated code failed. */
export interface GuestFailure {
  readonly filename: string;
  readonly functionName: string | undefined;
  readonly errorName: string;
  readonly errorMessage: string;
  /** Counted from 1 in the source; undefined where the stack does not lead into it. */
  readonly line: number | undefined;
  readonly column: number | undefined;
  /** The line of the source. */
  readonly snippet: string | undefined;
  /** The stack within the child, capped. */
  readonly guestStack: string;
}

/** Isolated code threw, or its source cannot be compiled. */
export class GuestFailedError extends OpenHcsError implements GuestFailure {
  readonly code = "GUEST_FAILED";
  readonly stage = "execution";
  readonly filename: string;
  readonly functionName: string | undefined;
  readonly errorName: string;
  readonly errorMessage: string;
  readonly line: number | undefined;
  readonly column: number | undefined;
  readonly snippet: string | undefined;
  readonly guestStack: string;
  constructor(failure: GuestFailure, options?: ErrorOptions) {
    super(`Code execution failed${whereOf(failure)}: ${failure.errorName}: ${failure.errorMessage}`, options);
    this.filename = failure.filename;
    this.functionName = failure.functionName;
    this.errorName = failure.errorName;
    this.errorMessage = failure.errorMessage;
    this.line = failure.line;
    this.column = failure.column;
    this.snippet = failure.snippet;
    this.guestStack = failure.guestStack;
  }
}

/** In a call; of what failed when it was first run, whoever validates tells the place. */
function whereOf({ functionName, filename, line, column }: GuestFailure): string {
  if (functionName === undefined) return "";
  return ` in "${functionName}"${line === undefined ? "" : ` (${[filename, line, column].filter((part) => part !== undefined).join(":")})`}`;
}

function timeWords(ms: number): string {
  return ms < 1000 ? `${ms} ms` : `${ms / 1000} s`;
}

function bytesWords(bytes: number): string {
  if (bytes < 1e6) return `${bytes} bytes`;
  return bytes % 2 ** 20 === 0 ? `${bytes / 2 ** 20} MiB` : `${Math.round(bytes / 1e6)} MB`;
}

/** Isolated code ran for longer than it may; its child was ended. */
export class GuestTimedOutError extends OpenHcsError {
  readonly code = "GUEST_TIMED_OUT";
  readonly what: string;
  readonly timeoutMs: number;
  constructor(what: string, timeoutMs: number) {
    super(`${what} ran for longer than its limit "timeoutMs", ${timeWords(timeoutMs)}, and was stopped.`);
    this.what = what;
    this.timeoutMs = timeoutMs;
  }
}

/** Isolated code wanted more memory than it may have. */
export class GuestOutOfMemoryError extends OpenHcsError {
  readonly code = "GUEST_OUT_OF_MEMORY";
  readonly what: string;
  /** Which limit it met. */
  readonly limit: "memoryBytes" | "arrayBytes";
  readonly limitBytes: number;
  constructor(what: string, limit: "memoryBytes" | "arrayBytes", limitBytes: number) {
    super(`${what} needs more memory than its limit "${limit}", ${bytesWords(limitBytes)}.`);
    this.what = what;
    this.limit = limit;
    this.limitBytes = limitBytes;
  }
}

/** The child that ran isolated code ended, or was ended because it sent what no child sends. */
export class GuestDiedError extends OpenHcsError {
  readonly code = "GUEST_DIED";
  readonly what: string;
  readonly exitCode: number | undefined;
  readonly signal: string | undefined;
  constructor(what: string, how: string, { exitCode, signal }: { readonly exitCode?: number | undefined; readonly signal?: string | undefined } = {}) {
    super(`the process that ran ${what} ${how}.`);
    this.what = what;
    this.exitCode = exitCode;
    this.signal = signal;
  }
}

/** Isolated code cannot run here, or not as safely as was demanded. */
export class IsolationUnavailableError extends OpenHcsError {
  readonly code = "ISOLATION_UNAVAILABLE";
  readonly reason: string;
  readonly remedy: string | undefined;
  constructor(reason: string, remedy?: string, options?: ErrorOptions) {
    super(`code cannot be isolated: ${reason}${remedy === undefined ? "" : ` ${remedy}`}`, options);
    this.reason = reason;
    this.remedy = remedy;
  }
}

declare module "@openhcs/core" {
  interface ErrorCodes {
    GUEST_FAILED: GuestFailedError;
    GUEST_TIMED_OUT: GuestTimedOutError;
    GUEST_OUT_OF_MEMORY: GuestOutOfMemoryError;
    GUEST_DIED: GuestDiedError;
    ISOLATION_UNAVAILABLE: IsolationUnavailableError;
  }
}
