import { extname } from "node:path";
import { isNdArray, type NdArray } from "@openhcs/core";
import { writeFileAtomically } from "./atomic-write.js";
import { areAxes } from "./axis-letters.js";
import { ImageRequestError, UnsupportedImageError } from "./image-errors.js";
import type { ImageFormat } from "./image-format.js";
import { imageFormats } from "./image-formats.js";
import type { WritableImage } from "./image.js";

export interface WriteImageOptions {
  /** A format's name, where the extension does not tell. */
  readonly format?: string;
  /** Default "deflate"; .npy is never compressed. */
  readonly compression?: "deflate" | "none";
  readonly formats?: readonly ImageFormat[];
}

/**
 * Writes an array, alone or with axes, pixel size and channel names, to a file of the format of its extension.
 *
 * The file appears whole or not at all; one that stood there is replaced. Without axes, [Y, X] is a plane; a third leading axis is
 * pages in TIFF, a third last axis colours in PNG.
 * @throws UnsupportedImageError, ImageRequestError, ImageFileError
 */
export async function writeImage(path: string, image: NdArray | WritableImage, options: WriteImageOptions = {}): Promise<void> {
  const { format: name, compression = "deflate", formats = imageFormats } = options;
  const writable: WritableImage = isNdArray(image) ? { array: image } : image;
  const extension = extname(path).toLowerCase();
  const format = formats.find((candidate) => (name === undefined ? candidate.extensions.includes(extension) : candidate.name === name));
  if (format?.write === undefined) {
    const known = formats.filter((candidate) => candidate.write !== undefined);
    const asked = name === undefined ? `extension "${extension}"` : `format "${name}"`;
    throw new UnsupportedImageError(path, `nothing writes ${asked}. Use one of ${known.flatMap(({ extensions }) => extensions).join(", ")}.`);
  }
  checkAxes(path, writable);
  await writeFileAtomically(path, format.write(writable, { file: path, compression }));
}

function checkAxes(file: string, { array, axes, channelNames }: WritableImage): void {
  if (axes !== undefined && !areAxes(axes, array.rank)) {
    throw new ImageRequestError(file, `axes must be a capital letter of its own for each axis of ${array}, received "${axes}".`);
  }
  const channels = axes?.includes("C") ? array.shape[axes.indexOf("C")] : undefined;
  if (channelNames !== undefined && channelNames.length !== channels) {
    throw new ImageRequestError(file, `${channelNames.length} channel names need an axis C of that extent, axes are "${axes ?? ""}" of ${array}.`);
  }
}
