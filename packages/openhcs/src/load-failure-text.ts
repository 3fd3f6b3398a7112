import type { LoadFailure } from "@openhcs/custom-functions";

/** Why a source was not registered, or a store not read, and its place: `/…/spots.ts:3:1`. */
export function loadFailureText(failure: LoadFailure): { readonly place: string; readonly reason: string } {
  const { filePath, sourceName, line, column = 1, reason } = failure;
  const file = filePath ?? sourceName;
  if (isOfStore(failure)) return { place: file, reason: storeReason(reason.replace(` at ${file} `, " ")) };
  return { place: line === undefined ? file : `${file}:${line}:${column}`, reason };
}

/** One line that warns of it. */
function loadFailureWarning(failure: LoadFailure): string {
  const { place, reason } = loadFailureText(failure);
  if (isOfStore(failure)) return `${place}: ${reason}`;
  const { serving } = failure;
  return serving === undefined ? `${place} was not registered: ${reason}` : `${place} is not valid, and its last good version (${serving.slice(0, 12)}) serves on: ${reason}`;
}

/** So many sources that are not taken are told of each; of more, only their number. */
const mostInFull = 2;

/** Warnings of what stores hold and cannot be registered: of stores each, of sources in one line where they are many. */
export function loadFailureWarnings(failures: readonly LoadFailure[]): readonly string[] {
  const untold = untoldFailures(failures);
  if (untold.length === 0) return failures.map(loadFailureWarning);
  return [...failures.filter(isOfStore).map(loadFailureWarning), `${untold.length} of your functions are not taken as they are; openhcs doctor says why.`];
}

/** Each by itself, where they were told of in one line. */
export function untoldFailures(failures: readonly LoadFailure[]): readonly string[] {
  const sources = failures.filter((failure) => !isOfStore(failure));
  return sources.length > mostInFull ? sources.map(loadFailureWarning) : [];
}

/** Whether a store cannot be read at all, rather than one of its sources. */
export function isOfStore({ code }: LoadFailure): boolean {
  return code === "STORE_UNAVAILABLE";
}

/** The system says what it could not do, which tells nobody what is in the way. */
function storeReason(reason: string): string {
  return reason.replace(/EEXIST: file already exists, mkdir .*$/s, "a file stands where the folder should be.");
}
