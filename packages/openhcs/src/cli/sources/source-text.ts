import { languageOf, SourceUnavailableError, sourceText } from "@openhcs/custom-functions";
import { maxSourceBytes } from "@openhcs/validator";
import type { FetchedSource } from "./fetched-source.js";

/** The text in bytes that were got. @throws SourceUnavailableError where they are no text */
export function sourceOf(bytes: Uint8Array, origin: string, path: string): FetchedSource {
  return { origin, code: sourceText(bytes, origin), language: languageOf(path) };
}

/** Counts what arrives, for nobody is bound to how much they say that it will be. @throws SourceUnavailableError, and what the stream throws */
export async function collected(pieces: AsyncIterable<Uint8Array>, origin: string): Promise<Uint8Array> {
  const kept: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of pieces) {
    bytes += piece.length;
    // Leaving the loop ends the stream.
    if (bytes > maxSourceBytes) throw new SourceUnavailableError(origin, `a source has at most ${maxSourceBytes} bytes, this has more.`);
    kept.push(piece);
  }
  return Buffer.concat(kept);
}
