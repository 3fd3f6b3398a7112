import { readFile, stat } from "node:fs/promises";
import { messageOf } from "@openhcs/core";
import { maxSourceBytes } from "@openhcs/validator";
import { SourceUnavailableError } from "../custom-function-errors.js";

/**
 * The text of a source in a file. Looks before it opens, for opening a pipe waits for whoever writes into it.
 *
 * @param origin names the file in messages
 * @throws SourceUnavailableError
 */
export async function readSourceFile(path: string, origin: string = path): Promise<string> {
  const found = await stat(path).catch((error: unknown) => {
    throw (error as NodeJS.ErrnoException).code === "ENOENT" ? new SourceUnavailableError(origin, "there is no such file.", { cause: error }) : unreadable(origin, error);
  });
  if (!found.isFile()) throw new SourceUnavailableError(origin, `it is ${found.isDirectory() ? "a folder" : "no regular file"}; give the file of a source.`);
  checkSourceSize(found.size, origin);
  return sourceText(await readFile(path).catch((error: unknown) => { throw unreadable(origin, error); }), origin);
}

/** The text of a source that was got as bytes, to the letter: its signature is of every one. @throws SourceUnavailableError where they are too many, or no text */
export function sourceText(bytes: Uint8Array, origin: string): string {
  checkSourceSize(bytes.length, origin);
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw new SourceUnavailableError(origin, "a source is text in UTF-8, this is not.", { cause: error });
  }
}

/** @throws SourceUnavailableError */
export function checkSourceSize(bytes: number, origin: string): void {
  if (bytes > maxSourceBytes) throw new SourceUnavailableError(origin, `a source has at most ${maxSourceBytes} bytes, this has ${bytes}.`);
}

function unreadable(origin: string, error: unknown): SourceUnavailableError {
  return new SourceUnavailableError(origin, `it cannot be read: ${messageOf(error)}.`, { cause: error });
}
