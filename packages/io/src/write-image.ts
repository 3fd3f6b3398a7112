import { extname } from "node:path";
import { isNdArray, type NdArray } from "@openhcs/core";
import { writeFileAtomically } from "./atomic-write.js";
import { writeFolderAtomically } from "./atomic-folder.js";
import { checkAxes } from "./check-axes.js";
import { UnsupportedImageError } from "./image-errors.js";
import { isFolderFormat, type ImageFormat, type WriteOptions, type WriteTarget } from "./image-format.js";
import { imageFormats } from "./image-formats.js";
import type { WritableImage } from "./image.js";
import { checkWriteOptions } from "./write-options.js";

export interface WriteImageOptions extends WriteOptions {
  /** A format's name, where the extension does not tell. */
  readonly format?: string;
  readonly formats?: readonly ImageFormat[];
}

/**
 * Writes an array, alone or with axes, pixel size, channel names and label images, to a file or a folder of the format of its extension.
 *
 * It appears whole or not at all; what stood there is replaced, a folder only by one of its own format. Without axes, [Y, X] is a
 * plane; a third leading axis is pages in TIFF and Z in OME-Zarr, a third last axis colours in PNG.
 * @throws UnsupportedImageError, ImageRequestError, ImageFileError
 */
export async function writeImage(path: string, image: NdArray | WritableImage, options: WriteImageOptions = {}): Promise<void> {
  const { format: name, formats = imageFormats, ...choices } = options;
  const writable: WritableImage = isNdArray(image) ? { array: image } : image;
  const extension = extname(path).toLowerCase();
  const format = formats.find((candidate) => (name === undefined ? candidate.extensions.includes(extension) : candidate.name === name));
  const target: WriteTarget = { compression: "deflate", ...given(choices), file: path };
  const write = format === undefined ? undefined : writerOf(format, writable, target);
  if (format === undefined || write === undefined) {
    const known = formats.filter((candidate) => writerOf(candidate, writable, target) !== undefined);
    const asked = name === undefined ? `extension "${extension}"` : `format "${name}"`;
    throw new UnsupportedImageError(path, `nothing writes ${asked}. Use one of ${known.flatMap(({ extensions }) => extensions).join(", ")}.`);
  }
  checkWriteOptions(path, format, choices);
  checkAxes(path, writable);
  if (writable.labels !== undefined && !isFolderFormat(format)) throw new UnsupportedImageError(path, `${format.name} has no place for label images. Write them as images of their own, or write OME-Zarr.`);
  await write(path);
}

/** What writes a path by a format; undefined where the format is read-only. */
function writerOf(format: ImageFormat, image: WritableImage, target: WriteTarget): ((path: string) => Promise<void>) | undefined {
  if (!isFolderFormat(format)) return format.write && (async (path) => writeFileAtomically(path, format.write?.(image, target) ?? []));
  return format.writeFolder && ((path) => writeFolderAtomically(path, (folder) => format.writeFolder?.(folder, image, target) ?? Promise.resolve(), format.matchesFolder));
}

function given<Options extends object>(options: Options): { [Name in keyof Options]?: Exclude<Options[Name], undefined> } {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as { [Name in keyof Options]?: Exclude<Options[Name], undefined> };
}
