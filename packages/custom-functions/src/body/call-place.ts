import { isOpenHcsError, type CallPlace } from "@openhcs/core";

/** What is wrong with a call as it is written. Such errors are made for the one call, so that they can be told its place. */
const aboutCalls = ["INVALID_ARGUMENT", "INVALID_KEY", "INVALID_OPTION", "NOT_AN_ARRAY", "NOT_REGISTERED", "NO_THRESHOLD", "UNKNOWN_DEVICE", "UNKNOWN_PARAMETER"];

interface Place {
  readonly filename: string;
  readonly functionName: string | undefined;
  readonly line: number | undefined;
  readonly column: number | undefined;
}

/** An error of the library, with the place, as exactly as the stack has it, in a custom function where the call stood; of calls within calls the innermost. */
export function calledAt(error: unknown, { filename, functionName, line, column }: Place): unknown {
  if (!isOpenHcsError(error, ...aboutCalls) || error.at !== undefined || functionName === undefined) return error;
  const at: CallPlace = Object.freeze({ functionName, filename, ...(line === undefined ? {} : { line }), ...(column === undefined ? {} : { column }) });
  Object.defineProperty(error, "at", { value: at, enumerable: true });
  error.message += ` (called in "${functionName}" at ${[filename, line, column].filter((part) => part !== undefined).join(":")})`;
  return error;
}
