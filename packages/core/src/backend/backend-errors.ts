import { OpenHcsError, messageOf } from "../errors/openhcs-error.js";

/** A backend was built for versions of the contract that this core does not have. */
export class IncompatibleBackendError extends OpenHcsError {
  readonly code = "INCOMPATIBLE_BACKEND";
  readonly backend: string;
  readonly wanted: string;
  readonly offered: string;
  constructor(backend: string, wanted: string, offered: string) {
    super(`${backend} works with contract versions ${wanted}; this core offers ${offered}. Install versions of the two that go together.`);
    this.backend = backend;
    this.wanted = wanted;
    this.offered = offered;
  }
}

/** A backend that is needed cannot be used on this machine. */
export class BackendUnavailableError extends OpenHcsError {
  readonly code = "BACKEND_UNAVAILABLE";
  readonly backend: string;
  readonly reason: string;
  constructor(backend: string, { reason, remedy }: { readonly reason: string; readonly remedy?: string }) {
    super(`${backend} is not available: ${reason}.${remedy === undefined ? "" : ` ${remedy}`}`);
    this.backend = backend;
    this.reason = reason;
  }
}

/** A backend threw something of its own while opening, moving data or closing. */
export class BackendFailedError extends OpenHcsError {
  readonly code = "BACKEND_FAILED";
  readonly backend: string;
  readonly phase: "open" | "transfer" | "kernel" | "close";
  constructor(backend: string, phase: BackendFailedError["phase"], cause: unknown, detail = "") {
    super(`${backend} failed in ${phase}${detail}: ${messageOf(cause)}`);
    this.backend = backend;
    this.phase = phase;
    this.cause = cause;
  }
}

/** A module that should bring a backend does not, or cannot be loaded. */
export class BackendLoadError extends OpenHcsError {
  readonly code = "BACKEND_LOAD";
  readonly module: string;
  constructor(module: string, reason: string, cause?: unknown) {
    super(`${module}: ${reason}`);
    this.module = module;
    if (cause !== undefined) this.cause = cause;
  }
}

declare module "../errors/openhcs-error.js" {
  interface ErrorCodes {
    INCOMPATIBLE_BACKEND: IncompatibleBackendError;
    BACKEND_UNAVAILABLE: BackendUnavailableError;
    BACKEND_FAILED: BackendFailedError;
    BACKEND_LOAD: BackendLoadError;
  }
}
