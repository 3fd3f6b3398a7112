import { CommanderError } from "commander";
import { isOpenHcsError, messageOf, type OpenHcsError } from "@openhcs/core";
import type {} from "@openhcs/isolation";
import { failedPlace } from "./failed-place.js";
import { counted, issueText } from "./issues.js";
import { UsageError } from "./usage-error.js";
import { jsonText, tell, type Terminal } from "./terminal.js";

export const exitCodes = { ok: 0, failure: 1, usage: 2 } as const;

export interface FailureOptions {
  readonly asJson: boolean;
  /** How to read more about usage. */
  readonly help: string;
}

/** Says what went wrong in one block on standard error, as JSON where the command was asked for JSON, and gives the exit code. */
export async function reportFailure(terminal: Terminal, error: unknown, { asJson, help }: FailureOptions): Promise<number> {
  const failure = error instanceof CommanderError ? asUsage(error) : error;
  if (typeof failure === "number") return failure;
  tell(terminal, asJson ? jsonText({ error: plainFailure(failure) }) : await failureText(terminal, failure, help));
  return isOpenHcsError(failure, "USAGE") ? exitCodes.usage : exitCodes.failure;
}

/** What commander found wrong, as ours; or the exit code where it has printed help or the version. */
function asUsage({ code, exitCode, message }: CommanderError): UsageError | number {
  if (exitCode === 0) return exitCodes.ok;
  if (code === "commander.help") return exitCodes.usage;
  return new UsageError(`${message.replace(/^error: /, "").replace(/[.\s]*$/, "").replaceAll("\n", " ")}.`);
}

/** A failure as data for JSON. */
export function plainFailure(error: unknown): Record<string, unknown> {
  return isOpenHcsError(error) ? error.toJSON() : { code: codeOf(error), message: messageOf(error) };
}

/** A failure as one block of lines; where a source is wrong, with all that is. */
export async function failureText({ errorColours: colours }: Terminal, error: unknown, help?: string): Promise<string> {
  const isInvalid = isOpenHcsError(error, "VALIDATION");
  const headline = isInvalid ? `${error.filename ?? "the source"} is refused: ${counted(error.errors.length, "error")}` : messageOf(error);
  const lines = [`${colours.red(colours.bold("openhcs:"))} ${headline}`, detail("code", codeOf(error))];
  if (isInvalid) lines.push(issueText(error, error.filename ?? "function.ts", colours));
  else lines.push(...placeOf(error).map((text) => detail("at", text)));
  // What knows the limits takes a while to load, which most commands that fail need not.
  const limit = isOpenHcsError(error, "GUEST_TIMED_OUT", "GUEST_OUT_OF_MEMORY") ? (await import("./command-limits.js")).limitMet(error) : undefined;
  if (limit !== undefined) lines.push(detail("limit", limit));
  if (isOpenHcsError(error, "USAGE") && help !== undefined) lines.push(detail("help", help));
  for (const cause of causesOf(error)) if (!isQuoted(cause, messageOf(error))) lines.push(detail("because", messageOf(cause)));
  if (!isOpenHcsError(error) && error instanceof Error && process.env["OPENHCS_DEBUG"]) lines.push(String(error.stack));
  return `${lines.join("\n")}\n`;

  function detail(name: string, text: string): string {
    return `  ${colours.dim(name.padEnd(8))} ${text}`;
  }
}

/** Where in a function's source something was thrown, and the line itself. A message of the library tells the place, but not the folder. */
function placeOf(error: unknown): string[] {
  const place = failedPlace(error);
  if (place?.line === undefined) return [];
  const { filename, line, column = 1 } = place;
  const { filePath, snippet } = error as { readonly filePath?: string; readonly snippet?: string };
  if (place !== error && filePath === undefined) return [];
  return [`${filePath ?? filename}:${line}:${column}${snippet === undefined ? "" : `\n           ${snippet.trimEnd().replaceAll("\n", "\n           ")}`}`];
}

/** Whether a message already quotes its cause, of the system's errors by their code: what is said once is enough. */
function isQuoted(cause: unknown, message: string): boolean {
  const { code, syscall } = cause as NodeJS.ErrnoException;
  return message.includes(messageOf(cause)) || (syscall !== undefined && message.includes(`${code}: `));
}

/** Our codes, else the system's, such as EPIPE; what has none is a defect of ours. */
function codeOf(error: unknown): string {
  const code = (error as Partial<OpenHcsError> | undefined)?.code;
  return typeof code === "string" ? code : "INTERNAL";
}

function causesOf(error: unknown): unknown[] {
  const causes = [];
  for (let cause = (error as Error | undefined)?.cause; cause !== undefined; cause = (cause as Error).cause) causes.push(cause);
  return causes;
}
