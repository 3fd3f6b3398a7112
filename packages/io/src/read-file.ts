import { constants, open, type FileHandle } from "node:fs/promises";
import { isOpenHcsError, messageOf } from "@openhcs/core";
import { ImageFileError, ImageNotFoundError, ImageTooLargeError } from "./image-errors.js";

/** All bytes of a regular file. @throws ImageNotFoundError, ImageFileError, ImageTooLargeError */
export async function readFileBytes(path: string, maxBytes: number): Promise<Uint8Array> {
  return withRegularFile(path, path, (handle, size) => {
    if (size > maxBytes) throw new ImageTooLargeError(path, size, maxBytes);
    return readAll(handle, 0, size);
  });
}

/**
 * Opens a regular file for as long as `use` takes.
 *
 * @param file the name in messages
 * @throws ImageNotFoundError, ImageFileError, and what `use` throws of this package's own
 */
export async function withRegularFile<Result>(path: string, file: string, use: (handle: FileHandle, size: number) => Promise<Result> | Result): Promise<Result> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)); // A pipe would wait for its writer.
    const stat = await handle.stat();
    if (!stat.isFile()) throw new ImageFileError(file, "is not a regular file.");
    return await use(handle, stat.size);
  } catch (cause) {
    if (isOpenHcsError(cause)) throw cause;
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") throw new ImageNotFoundError(file, { cause });
    throw new ImageFileError(file, `cannot be read: ${messageOf(cause)}.`, { cause });
  } finally {
    await handle?.close();
  }
}

/** So many bytes from a position on, fewer where the file ends before; in pieces, because one read takes less than 2 GiB. */
export async function readAll(handle: FileHandle, from: number, size: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(size);
  for (let at = 0; at < size; ) {
    const { bytesRead } = await handle.read(bytes, at, Math.min(size - at, 2 ** 30), from + at);
    if (bytesRead === 0) return bytes.subarray(0, at);
    at += bytesRead;
  }
  return bytes;
}
