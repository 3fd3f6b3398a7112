import type { LoadFailure } from "@openhcs/custom-functions";

/** Why a source was not registered, its place said once: `/…/spots.ts:3:1`, and the reason without it. */
export function loadFailureText({ filePath, sourceName, line, column = 1, reason }: LoadFailure): { readonly place: string; readonly reason: string } {
  const file = filePath ?? sourceName;
  const place = line === undefined ? file : `${file}:${line}:${column}`;
  const said = [`${place}: `, `${file}: `].find((start) => reason.startsWith(start));
  return { place, reason: said === undefined ? reason : reason.slice(said.length) };
}
