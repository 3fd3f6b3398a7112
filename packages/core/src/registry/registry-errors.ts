import { OpenHcsError } from "../errors/openhcs-error.js";

/** Nothing is registered under a name. */
export class NotRegisteredError extends OpenHcsError {
  readonly code = "NOT_REGISTERED";
  /** What was looked for: "function", "backend", "memory type", … */
  readonly kind: string;
  readonly requested: string;
  readonly nearest: readonly string[];
  constructor(kind: string, requested: string, nearest: readonly string[], known: readonly string[]) {
    const listed = known.length <= 12 ? `; known: ${known.join(", ") || "none"}` : "";
    super(`no ${kind} "${requested}"${nearest.length > 0 ? `; nearest: ${nearest.join(", ")}` : listed}.`);
    this.kind = kind;
    this.requested = requested;
    this.nearest = nearest;
  }
}

/** Something else is registered under a name. */
export class AlreadyRegisteredError extends OpenHcsError {
  readonly code = "ALREADY_REGISTERED";
  readonly kind: string;
  readonly takenName: string;
  constructor(kind: string, takenName: string, remedy: string) {
    super(`another ${kind} is already registered as "${takenName}"; ${remedy}.`);
    this.kind = kind;
    this.takenName = takenName;
  }
}

declare module "../errors/openhcs-error.js" {
  interface ErrorCodes {
    NOT_REGISTERED: NotRegisteredError;
    ALREADY_REGISTERED: AlreadyRegisteredError;
  }
}
