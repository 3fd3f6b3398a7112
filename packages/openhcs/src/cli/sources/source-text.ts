import { extname } from "node:path";
import { maxSourceBytes } from "@openhcs/validator";
import type { FetchedSource } from "./fetched-source.js";
import { SourceUnavailableError } from "./source-unavailable-error.js";

/** Spellings of one language. */
const languages: Readonly<Record<string, string>> = { "": "ts", mts: "ts", cts: "ts", js: "ts", mjs: "ts", cjs: "ts" };

/** The text in bytes that were got. @throws SourceUnavailableError where they are no text */
export function sourceOf(bytes: Uint8Array, origin: string, path: string): FetchedSource {
  checkSize(bytes.length, origin);
  const extension = extname(path).slice(1).toLowerCase();
  return { origin, code: textOf(bytes, origin), language: languages[extension] ?? extension };
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

/** @throws SourceUnavailableError */
export function checkSize(bytes: number, origin: string): void {
  if (bytes > maxSourceBytes) throw new SourceUnavailableError(origin, `a source has at most ${maxSourceBytes} bytes, this has ${bytes}.`);
}

function textOf(bytes: Uint8Array, origin: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    throw new SourceUnavailableError(origin, "a source is text in UTF-8, this is not.", { cause: error });
  }
}
