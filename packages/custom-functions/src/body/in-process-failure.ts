import { isOpenHcsError, messageOf } from "@openhcs/core";
import { GuestFailedError } from "@openhcs/isolation";
import type { CompiledSource } from "@openhcs/validator";
import { calledAt } from "./call-place.js";

/** What a source threw in this process, in the form in which an isolated child tells it; errors of the library go through, with the place of the call where the stack still tells it. */
export function inProcessFailure(error: unknown, { filename, text }: CompiledSource, functionName?: string): unknown {
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  const [, line, column] = new RegExp(`${filename.replace(/\W/g, "\\$&")}:(\\d+)(?::(\\d+))?`).exec(stack) ?? [];
  const place = { filename, functionName, line: line === undefined ? undefined : Number(line), column: column === undefined ? undefined : Number(column) };
  if (isOpenHcsError(error)) return calledAt(error, place);
  return new GuestFailedError({
    ...place,
    errorName: error instanceof Error ? error.name : "Error",
    errorMessage: messageOf(error),
    snippet: line === undefined ? undefined : text.split("\n")[Number(line) - 1],
    guestStack: stack,
  }, { cause: error });
}
