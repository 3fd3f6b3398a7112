import type { FileFormat } from "./image-format.js";
import { npyFormat } from "./npy/npy-format.js";
import { pngFormat } from "./png/png-format.js";
import { tiffFormat } from "./tiff/tiff-format.js";

/** The formats that are one file. */
export const fileFormats: readonly FileFormat[] = Object.freeze([
  npyFormat,
  pngFormat,
  tiffFormat,
]);
