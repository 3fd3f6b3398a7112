import { stat } from "node:fs/promises";
import { ImageFileError } from "./image-errors.js";
import { isFolderFormat, type ImageFormat, type ImageRequest } from "./image-format.js";
import { imageFormats } from "./image-formats.js";
import type { Image } from "./image.js";
import { readFileBytes } from "./read-file.js";
import { readImageBytes, requestOf, type ReadImageOptions } from "./read-image-bytes.js";

/**
 * Reads an image file or folder, or a file's bytes, with its axes and pixel size. The content decides the format, never the extension.
 *
 * Pages become leading axes as tifffile names them (see `Image`); colours stay in axis S; palette images give their indices. Where the
 * pages of a TIFF differ in shape or dtype, `page` chooses one.
 * @throws ImageNotFoundError, ImageFileError, UnsupportedImageError, CorruptImageError, ImageTooLargeError, ImageRequestError
 */
export async function readImage(input: string | Uint8Array, options: ReadImageOptions = {}): Promise<Image> {
  const { formats = imageFormats } = options;
  if (typeof input !== "string") return readImageBytes(input, { ...options, formats });
  const request = requestOf(input, options);
  if (await isFolder(input)) return readFolder(input, request, formats);
  return readImageBytes(await readFileBytes(input, request.maxBytes), { ...options, name: input, formats });
}

async function readFolder(path: string, request: ImageRequest, formats: readonly ImageFormat[]): Promise<Image> {
  const folders = formats.filter(isFolderFormat);
  for (const format of folders) if (await format.matchesFolder(path)) return format.readFolder(path, request);
  if (folders.length === 0) throw new ImageFileError(path, "is not a regular file.");
  throw new ImageFileError(path, `is a folder that holds no ${folders.map((format) => format.name).join(" or ")}.`);
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then((found) => found.isDirectory(), () => false); // What is not there is left to reading it.
}
