/**
 * What needs no file system: images and tables from bytes and to bytes.
 *
 * Browsers import it as `@openhcs/io/bytes`.
 */
export { fileFormats } from "./file-formats.js";
export * from "./image-errors.js";
export type { FileFormat, ImageRequest, ImageSource, WriteOptions, WriteTarget } from "./image-format.js";
export type { Image, Length, PixelSize, WritableImage } from "./image.js";
export { npyFormat } from "./npy/npy-format.js";
export { pngFormat } from "./png/png-format.js";
export { readImageBytes, type ReadImageOptions } from "./read-image-bytes.js";
export { csvOf } from "./table/csv.js";
export { tiffFormat } from "./tiff/tiff-format.js";
