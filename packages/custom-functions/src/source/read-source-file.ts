import { readFile, stat } from "node:fs/promises";
import { messageOf } from "@openhcs/core";
import { maxSourceBytes } from "@openhcs/validator";
import { SourceUnavailableError } from "../custom-function-errors.js";

/** The text of a source in a file. Looks before it opens, for opening a pipe waits for whoever writes into it. @throws SourceUnavailableError */
export async function readSourceFile(path: string): Promise<string> {
  const found = await stat(path).catch((error: unknown) => {
    throw (error as NodeJS.ErrnoException).code === "ENOENT" ? new SourceUnavailableError(path, "there is no such file.", { cause: error }) : unreadable(path, error);
  });
  if (!found.isFile()) throw new SourceUnavailableError(path, `it is ${found.isDirectory() ? "a folder" : "no regular file"}; give the file of a source.`);
  if (found.size > maxSourceBytes) throw new SourceUnavailableError(path, `a source has at most ${maxSourceBytes} bytes, this has ${found.size}.`);
  const bytes = await readFile(path).catch((error: unknown) => { throw unreadable(path, error); });
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw new SourceUnavailableError(path, "a source is text in UTF-8, this is not.", { cause: error });
  }
}

function unreadable(path: string, error: unknown): SourceUnavailableError {
  return new SourceUnavailableError(path, `it cannot be read: ${messageOf(error)}.`, { cause: error });
}
