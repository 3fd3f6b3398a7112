import { OpenHcsError, messageOf } from "../errors/openhcs-error.js";

/** A call took longer than its time limit. */
export class TimedOutError extends OpenHcsError {
  readonly code = "TIMED_OUT";
  readonly what: string;
  readonly timeoutMs: number;
  constructor(what: string, timeoutMs: number) {
    super(`${what} did not end within ${timeoutMs} ms.`);
    this.what = what;
    this.timeoutMs = timeoutMs;
  }
}

/** The caller gave a call up. */
export class AbortedError extends OpenHcsError {
  readonly code = "ABORTED";
  readonly what: string;
  constructor(what: string, reason: unknown) {
    super(`${what} was aborted${reason instanceof Error && reason.name !== "AbortError" ? `: ${reason.message}` : ""}.`);
    this.what = what;
    this.cause = reason;
  }
}

/** A function's body threw something of its own. */
export class FunctionFailedError extends OpenHcsError {
  readonly code = "FUNCTION_FAILED";
  readonly functionKey: string;
  constructor(functionKey: string, cause: unknown) {
    super(`${functionKey} failed: ${messageOf(cause)}`);
    this.functionKey = functionKey;
    this.cause = cause;
  }
}

/** A function that is not trusted named a file, which the host would read in its place. */
export class FileAccessError extends OpenHcsError {
  readonly code = "FILE_ACCESS";
  readonly functionKey: string;
  readonly calledKey: string;
  readonly parameter: string;
  constructor(functionKey: string, calledKey: string, parameter: string) {
    super(`${functionKey} runs isolated and may name no files: "${parameter}" of ${calledKey} must be bytes. Read the file before the call, and pass what is in it.`);
    this.functionKey = functionKey;
    this.calledKey = calledKey;
    this.parameter = parameter;
  }
}

/** An option of a call, or of what is made with options, is not one that exists, or breaks its rule. */
export class InvalidOptionError extends OpenHcsError {
  readonly code = "INVALID_OPTION";
  readonly option: string;
  constructor(option: string, rule: string) {
    super(`option "${option}" ${rule}.`);
    this.option = option;
  }
}

/** The runtime was closed. */
export class RuntimeClosedError extends OpenHcsError {
  readonly code = "RUNTIME_CLOSED";
  constructor() {
    super("the runtime is closed.");
  }
}

declare module "../errors/openhcs-error.js" {
  interface ErrorCodes {
    TIMED_OUT: TimedOutError;
    ABORTED: AbortedError;
    FUNCTION_FAILED: FunctionFailedError;
    FILE_ACCESS: FileAccessError;
    INVALID_OPTION: InvalidOptionError;
    RUNTIME_CLOSED: RuntimeClosedError;
  }
}
