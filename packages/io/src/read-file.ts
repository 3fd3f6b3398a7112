import { constants, open, type FileHandle } from "node:fs/promises";
import { messageOf } from "@openhcs/core";
import { ImageFileError, ImageNotFoundError, ImageTooLargeError } from "./image-errors.js";

/** All bytes of a regular file. @throws ImageNotFoundError, ImageFileError, ImageTooLargeError */
export async function readFileBytes(path: string, maxBytes: number): Promise<Uint8Array> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)); // A pipe would wait for its writer.
    const stat = await handle.stat();
    if (!stat.isFile()) throw new ImageFileError(path, "is not a regular file.");
    if (stat.size > maxBytes) throw new ImageTooLargeError(path, stat.size, maxBytes);
    return await readAll(handle, stat.size);
  } catch (cause) {
    if (cause instanceof ImageFileError || cause instanceof ImageTooLargeError) throw cause;
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") throw new ImageNotFoundError(path, { cause });
    throw new ImageFileError(path, `cannot be read: ${messageOf(cause)}.`, { cause });
  } finally {
    await handle?.close();
  }
}

/** In pieces, because one read takes less than 2 GiB. */
async function readAll(handle: FileHandle, size: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(size);
  for (let at = 0; at < size; ) {
    const { bytesRead } = await handle.read(bytes, at, Math.min(size - at, 2 ** 30), at);
    if (bytesRead === 0) return bytes.subarray(0, at);
    at += bytesRead;
  }
  return bytes;
}
