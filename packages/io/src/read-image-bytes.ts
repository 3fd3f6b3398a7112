import { ImageRequestError, UnsupportedImageError } from "./image-errors.js";
import { fileFormats } from "./file-formats.js";
import { isFileFormat, type ImageFormat, type ImageRequest } from "./image-format.js";
import type { Image } from "./image.js";

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
 * As `readImage` of a file's bytes, in browsers too.
 *
 * @throws UnsupportedImageError, CorruptImageError, ImageTooLargeError, ImageRequestError
 */
export async function readImageBytes(bytes: Uint8Array, options: ReadImageOptions = {}): Promise<Image> {
  const { name = "the given bytes", formats = fileFormats } = options;
  const request = requestOf(name, options);
  const format = formats.filter(isFileFormat).find((candidate) => candidate.matches(bytes));
  if (format === undefined) throw new UnsupportedImageError(name, unknownContent(name, bytes, formats));
  if (request.label !== undefined) throw new ImageRequestError(name, `"label" asks for a label image; ${format.name} has none.`);
  return format.read({ ...request, bytes });
}

export function requestOf(file: string, { page, series, level, label, maxBytes = 2 ** 32 }: ReadImageOptions): ImageRequest {
  return { file, maxBytes, ...(page !== undefined && { page }), ...(series !== undefined && { series }), ...(level !== undefined && { level }), ...(label !== undefined && { label }) };
}

function unknownContent(file: string, bytes: Uint8Array, formats: readonly ImageFormat[]): string {
  if (bytes.length === 0) return "is empty.";
  const begins = `begins with ${Array.from(bytes.subarray(0, 8), (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
  const named = formats.find(({ extensions }) => extensions.some((extension) => file.toLowerCase().endsWith(extension)));
  if (named !== undefined) return `is not the ${named.name} that its extension promises: it ${begins}.`;
  return `is of no known format: it ${begins}. Known are ${formats.filter(isFileFormat).map((format) => format.name).join(", ")}.`;
}
