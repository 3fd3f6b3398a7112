import { stat } from "node:fs/promises";
import { extname } from "node:path";
import { ImageFileError, ImageRequestError, UnsupportedImageError } from "./image-errors.js";
import { isFileFormat, isFolderFormat, type ImageFormat, type ImageRequest } from "./image-format.js";
import { imageFormats } from "./image-formats.js";
import type { Image } from "./image.js";
import { readFileBytes } from "./read-file.js";

export interface ReadImageOptions {
  /** The name in messages where bytes are given instead of a path. */
  readonly name?: string;
  /** Read only this page, counted from 0, as it stands. */
  readonly page?: number;
  /** Read this series of a file that holds several, or this field of a plate, counted from 0. */
  readonly series?: number;
  /** Read this resolution of a pyramid; 0, the default, is the full one. */
  readonly level?: number;
  /** Read the label image of this name that lies beside the image. */
  readonly label?: string;
  /** Neither the file nor its pixels may take more. Default 4 GiB. */
  readonly maxBytes?: number;
  readonly formats?: readonly ImageFormat[];
}

/**
 * Reads an image file or folder, or a file's bytes, with its axes and pixel size. The content decides the format, never the extension.
 *
 * Pages become leading axes as tifffile names them (see `Image`); colours stay in axis S; palette images give their indices. Where the
 * pages of a TIFF differ in shape or dtype, `page` chooses one.
 * @throws ImageNotFoundError, ImageFileError, UnsupportedImageError, CorruptImageError, ImageTooLargeError, ImageRequestError
 */
export async function readImage(input: string | Uint8Array, options: ReadImageOptions = {}): Promise<Image> {
  const { name = "the given bytes", page, series, level, label, maxBytes = 2 ** 32, formats = imageFormats } = options;
  const isPath = typeof input === "string";
  const file = isPath ? input : name;
  const request = { file, maxBytes, ...(page !== undefined && { page }), ...(series !== undefined && { series }), ...(level !== undefined && { level }), ...(label !== undefined && { label }) };
  if (isPath && (await isFolder(input))) return readFolder(input, request, formats);
  const bytes = isPath ? await readFileBytes(input, maxBytes) : input;
  const format = formats.filter(isFileFormat).find((candidate) => candidate.matches(bytes));
  if (format === undefined) throw new UnsupportedImageError(file, unknownContent(file, bytes, formats));
  if (label !== undefined) throw new ImageRequestError(file, `"label" asks for a label image; ${format.name} has none.`);
  return format.read({ ...request, bytes });
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

function unknownContent(file: string, bytes: Uint8Array, formats: readonly ImageFormat[]): string {
  if (bytes.length === 0) return "is empty.";
  const begins = `begins with ${Buffer.from(bytes.subarray(0, 8)).toString("hex")}`;
  const named = formats.find(({ extensions }) => extensions.includes(extname(file).toLowerCase()));
  if (named !== undefined) return `is not the ${named.name} that its extension promises: it ${begins}.`;
  return `is of no known format: it ${begins}. Known are ${formats.filter(isFileFormat).map((format) => format.name).join(", ")}.`;
}
