import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { messageOf } from "@openhcs/core";
import { SourceUnavailableError } from "@openhcs/custom-functions";
import { standardStream } from "./images.js";
import type { Terminal } from "./terminal.js";

/** Text from a file, or from standard input. @throws SourceUnavailableError where there is none to read */
export async function readText({ stdin }: Terminal, file: string): Promise<string> {
  if (file === standardStream) return text(stdin);
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    throw new SourceUnavailableError(file, `it cannot be read: ${messageOf(error)}.`, { cause: error });
  }
}
