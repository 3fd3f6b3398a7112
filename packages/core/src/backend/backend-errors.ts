import { OpenHcsError, messageOf } from "../errors/openhcs-error.js";

/** What was given as a backend breaks a rule of the contract. */
export class InvalidBackendError extends OpenHcsError {
  readonly code = "INVALID_BACKEND";
  readonly backend: string;
  /** Path of the member, such as `kernels[0].cost.gbPerSec`; empty where the backend itself is meant. */
  readonly member: string;
  readonly rule: string;
  readonly value: unknown;
  constructor(backend: string, member: string, rule: string, value: unknown, shown?: string) {
    super(`${backend}: ${member === "" ? "" : `"${member}" `}${rule}${shown === undefined ? "" : `, received ${shown}`}.`);
    this.backend = backend;
    this.member = member;
    this.rule = rule;
    this.value = value;
  }
}

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
    super(`${backend} is not available: ${withoutStop(reason)}.${remedy === undefined ? "" : ` ${remedy}`}`);
    this.backend = backend;
    this.reason = reason;
  }
}

/** A backend threw something of its own while opening, moving or converting data, computing or closing. */
export class BackendFailedError extends OpenHcsError {
  readonly code = "BACKEND_FAILED";
  readonly backend: string;
  readonly phase: "open" | "transfer" | "kernel" | "conversion" | "close";
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
  readonly reason: string;
  constructor(module: string, reason: string, cause?: unknown) {
    super(`${module}: ${reason}`);
    this.module = module;
    this.reason = reason;
    if (cause !== undefined) this.cause = cause;
  }
}

/** Reasons come from third parties, some as sentences. */
function withoutStop(reason: string): string {
  return reason.replace(/\.+$/, "");
}

declare module "../errors/openhcs-error.js" {
  interface ErrorCodes {
    INVALID_BACKEND: InvalidBackendError;
    INCOMPATIBLE_BACKEND: IncompatibleBackendError;
    BACKEND_UNAVAILABLE: BackendUnavailableError;
    BACKEND_FAILED: BackendFailedError;
    BACKEND_LOAD: BackendLoadError;
  }
}
