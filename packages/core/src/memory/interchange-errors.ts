import { OpenHcsError } from "../errors/openhcs-error.js";

/** A memory type does not hand arrays over, or take them in, in a form. */
export class FormNotOfferedError extends OpenHcsError {
  readonly code = "FORM_NOT_OFFERED";
  readonly memoryType: string;
  readonly form: string;
  readonly direction: "out" | "in";
  /** The forms that there are in this direction. */
  readonly offered: readonly string[];
  constructor(memoryType: string, form: string, direction: "out" | "in", offered: readonly string[]) {
    const verb = direction === "out" ? "hands no arrays over" : "takes no arrays in";
    const others = offered.length === 0 ? "no backend in use brings it a form" : `its forms are ${offered.join(", ")}`;
    super(`${memoryType} ${verb} as "${form}"; ${others}.`);
    this.memoryType = memoryType;
    this.form = form;
    this.direction = direction;
    this.offered = offered;
  }
}

/** What another package or process handed over cannot be taken in: it is on another device, of another layout or dtype, or used up. */
export class InterchangeRefusedError extends OpenHcsError {
  readonly code = "INTERCHANGE_REFUSED";
  readonly form: string;
  readonly reason: string;
  constructor(form: string, reason: string, cause?: unknown) {
    super(`${form}: ${reason}.`);
    this.form = form;
    this.reason = reason;
    if (cause !== undefined) this.cause = cause;
  }
}

declare module "../errors/openhcs-error.js" {
  interface ErrorCodes {
    FORM_NOT_OFFERED: FormNotOfferedError;
    INTERCHANGE_REFUSED: InterchangeRefusedError;
  }
}
