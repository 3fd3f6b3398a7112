import { randomUUID } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import { isOpenHcsError } from "@openhcs/core";
import { ImageFileError } from "./image-errors.js";
import { systemReason } from "./system-reason.js";

/**
 * Writes a file whole or not at all: into a temporary file beside it, which takes its name at the end and is removed on any failure. The folder
 * must exist; text is written as UTF-8.
 * @throws ImageFileError, and whatever making the pieces throws
 */
export async function writeFileAtomically(path: string, content: string | Iterable<Uint8Array>): Promise<void> {
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    const handle = await open(temporary, "wx");
    try {
      for (const piece of typeof content === "string" ? [content] : content) await handle.writeFile(piece);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => {}); // Where nothing could be made, removing fails too; the first error counts.
    if (isOpenHcsError(cause)) throw cause;
    throw new ImageFileError(path, `cannot be written: ${systemReason(cause)}.`, { cause });
  }
}
