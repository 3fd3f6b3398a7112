import type { LoadFailure } from "@openhcs/custom-functions";

/** A source that was not registered as it stands, in a line for people. */
export function loadFailureLine(failure: LoadFailure): string {
  const { place, reason } = loadFailureText(failure);
  return failure.serving === undefined ? `${place} was not registered: ${reason}` : `${place} is not valid, and its last good version (${failure.serving.slice(0, 12)}) serves on: ${reason}`;
}

/** Why a source was not registered, its place said once: `/…/spots.ts:3:1`, and the reason without it. */
export function loadFailureText({ filePath, sourceName, line, column = 1, reason }: LoadFailure): { readonly place: string; readonly reason: string } {
  const file = filePath ?? sourceName;
  const place = line === undefined ? file : `${file}:${line}:${column}`;
  const said = [`${place}: `, `${file}: `].find((start) => reason.startsWith(start));
  return { place, reason: said === undefined ? reason : reason.slice(said.length) };
}
