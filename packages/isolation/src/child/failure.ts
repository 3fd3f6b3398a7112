import type { GuestSource } from "../guest-source.js";
import { GuestValueError } from "../guest-value-error.js";
import { GuestFailedError } from "../isolation-errors.js";
import type { ErrorNotice } from "../wire/message.js";

/** What the guest says of an error, as an error of this process. */
export function failureOf(notice: ErrorNotice, source: GuestSource, functionName: string | undefined, cause: unknown): Error {
  const [name, message, stack] = [text(notice.name, 200), text(notice.message, 4_000), text(notice.stack, 16_000)];
  if (notice.code === "GUEST_VALUE") return new GuestValueError(text(notice.path, 1_000), text(notice.rule, 1_000));
  const position = positionIn(stack, source);
  const failure = {
    filename: source.filename,
    functionName,
    errorName: name,
    errorMessage: message,
    line: position?.line,
    column: position?.column,
    snippet: position === undefined ? undefined : (source.text ?? source.code).split("\n")[position.line - 1],
    guestStack: ownStack(stack, source.filename),
  };
  return new GuestFailedError(failure, cause === undefined ? undefined : { cause });
}

/** The innermost place of the source in a stack; of a source that does not compile, the place that the compiler points to. */
function positionIn(stack: string, { filename, code }: GuestSource): { readonly line: number; readonly column: number | undefined } | undefined {
  const at = stack.indexOf(`${filename}:`);
  if (at === -1) return undefined;
  const numbers = /^(\d{1,9})(?::(\d{1,9}))?/.exec(stack.slice(at + filename.length + 1));
  if (numbers === null) return undefined;
  const line = Number(numbers[1]);
  if (line < 1 || line > code.split("\n").length) return undefined;
  return { line, column: numbers[2] === undefined ? pointedColumn(stack) : Number(numbers[2]) };
}

/** Without what lies beneath the source. */
function ownStack(stack: string, filename: string): string {
  const lines = stack.split("\n");
  const last = lines.reduce((found, line, at) => (line.includes(`${filename}:`) ? at : found), -1);
  return last === -1 ? (lines[0] ?? "") : lines.slice(0, last + 1).join("\n");
}

function pointedColumn(stack: string): number | undefined {
  const pointer = stack.split("\n").find((line) => /^\s*\^+\s*$/.test(line));
  return pointer === undefined ? undefined : pointer.indexOf("^") + 1;
}

function text(value: unknown, most: number): string {
  return typeof value === "string" ? value.slice(0, most) : "";
}
