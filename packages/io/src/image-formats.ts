import type { ImageFormat } from "./image-format.js";
import { npyFormat } from "./npy/npy-format.js";
import { pngFormat } from "./png/png-format.js";
import { tiffFormat } from "./tiff/tiff-format.js";
import { zarrFormat } from "./zarr/zarr-format.js";

/** The formats that `readImage` and `writeImage` know unless they are given others. */
export const imageFormats: readonly ImageFormat[] = Object.freeze([
  npyFormat,
  pngFormat,
  tiffFormat,
  zarrFormat,
]);
