import { OpenHcsError } from "@openhcs/core";

/** The command line itself is wrong: nothing was read, nothing ran. Ends the process with 2. */
export class UsageError extends OpenHcsError {
  readonly code = "USAGE";
}

declare module "@openhcs/core" {
  interface ErrorCodes {
    USAGE: UsageError;
  }
}
