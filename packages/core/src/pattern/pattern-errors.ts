import { OpenHcsError } from "../errors/openhcs-error.js";

/** A function pattern cannot work: its form, a step's wiring or a component is wrong. Found before anything runs. */
export class InvalidPatternError extends OpenHcsError {
  readonly code = "INVALID_PATTERN";
  /** Where in the pattern: `step 2 (label)`, `DNA: step 1 (gaussian)`; empty for the whole. */
  readonly where: string;
  constructor(where: string, rule: string) {
    super(`pattern${where === "" ? "" : `, ${where}`}: ${rule}`);
    this.where = where;
  }
}

declare module "../errors/openhcs-error.js" {
  interface ErrorCodes {
    INVALID_PATTERN: InvalidPatternError;
  }
}
