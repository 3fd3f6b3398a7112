import { extname } from "node:path";
import { UnsupportedImageError } from "./image-errors.js";
import type { ImageFormat } from "./image-format.js";
import { imageFormats } from "./image-formats.js";
import type { Image } from "./image.js";
import { readFileBytes } from "./read-file.js";

export interface ReadImageOptions {
  /** The name in messages where bytes are given instead of a path. */
  readonly name?: string;
  /** Read only this page, counted from 0, as it stands. */
  readonly page?: number;
  /** Read this series of a file that holds several, counted from 0. */
  readonly series?: number;
  /** Neither the file nor its pixels may take more. Default 4 GiB. */
  readonly maxBytes?: number;
  readonly formats?: readonly ImageFormat[];
}

/**
 * Reads an image file, or its bytes, with its axes and pixel size. The content decides the format, never the extension.
 *
 * Pages become leading axes as tifffile names them (see `Image`); colours stay in axis S; palette images give their indices. Where the
 * pages of a TIFF differ in shape or dtype, `page` chooses one.
 * @throws ImageNotFoundError, ImageFileError, UnsupportedImageError, CorruptImageError, ImageTooLargeError, ImageRequestError
 */
export async function readImage(input: string | Uint8Array, options: ReadImageOptions = {}): Promise<Image> {
  const { name = "the given bytes", page, series, maxBytes = 2 ** 32, formats = imageFormats } = options;
  const isPath = typeof input === "string";
  const file = isPath ? input : name;
  const bytes = isPath ? await readFileBytes(input, maxBytes) : input;
  const format = formats.find((candidate) => candidate.matches(bytes));
  if (format === undefined) throw new UnsupportedImageError(file, unknownContent(file, bytes, formats));
  return format.read({ file, bytes, maxBytes, ...(page !== undefined && { page }), ...(series !== undefined && { series }) });
}

function unknownContent(file: string, bytes: Uint8Array, formats: readonly ImageFormat[]): string {
  if (bytes.length === 0) return "is empty.";
  const begins = `begins with ${Buffer.from(bytes.subarray(0, 8)).toString("hex")}`;
  const named = formats.find(({ extensions }) => extensions.includes(extname(file).toLowerCase()));
  if (named !== undefined) return `is not the ${named.name} that its extension promises: it ${begins}.`;
  return `is of no known format: it ${begins}. Known are ${formats.map((format) => format.name).join(", ")}.`;
}
