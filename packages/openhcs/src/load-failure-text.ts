import type { LoadFailure } from "@openhcs/custom-functions";

/** Why a source was not registered, or a store not read, its place said once: `/…/spots.ts:3:1`, and the reason without it. */
export function loadFailureText(failure: LoadFailure): { readonly place: string; readonly reason: string } {
  const { filePath, sourceName, line, column = 1, reason } = failure;
  const file = filePath ?? sourceName;
  if (isOfStore(failure)) return { place: file, reason: storeReason(reason.replace(` at ${file} `, " ")) };
  const place = line === undefined ? file : `${file}:${line}:${column}`;
  const said = [`${place}: `, `${file}: `].find((start) => reason.startsWith(start));
  return { place, reason: said === undefined ? reason : reason.slice(said.length) };
}

/** One line that warns of it. */
export function loadFailureWarning(failure: LoadFailure): string {
  const { place, reason } = loadFailureText(failure);
  if (isOfStore(failure)) return `${place}: ${reason}`;
  const { serving } = failure;
  return serving === undefined ? `${place} was not registered: ${reason}` : `${place} is not valid, and its last good version (${serving.slice(0, 12)}) serves on: ${reason}`;
}

/** Whether a store cannot be read at all, rather than one of its sources. */
export function isOfStore({ code }: LoadFailure): boolean {
  return code === "STORE_UNAVAILABLE";
}

/** The system says what it could not do, which tells nobody what is in the way. */
function storeReason(reason: string): string {
  return reason.replace(/EEXIST: file already exists, mkdir .*$/s, "a file stands where the folder should be.");
}
