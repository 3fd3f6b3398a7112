import { isOpenHcsError, messageOf } from "@openhcs/core";
import { validationErrorAt, type ValidationError } from "@openhcs/validator";

/** What a source threw when it was first run, as the last stage of its validation. */
export function executionError(source: string, filename: string, cause: unknown): ValidationError {
  return validationErrorAt(source, placeOf(cause), { stage: "execution", code: "EXECUTION", message: told(cause) }, filename, { cause });
}

function told(cause: unknown): string {
  const message = messageOf(cause);
  return message.startsWith("Code execution failed") ? message : `Code execution failed: ${message}`;
}

/** As whoever ran it tells; else the source's start. */
function placeOf(cause: unknown): { readonly line: number; readonly column: number } {
  if (!isOpenHcsError(cause, "GUEST_FAILED")) return { line: 1, column: 1 };
  const { line = 1, column = 1 } = cause;
  return { line, column };
}
