import { fileFormats } from "./file-formats.js";
import type { ImageFormat } from "./image-format.js";
import { zarrFormat } from "./zarr/zarr-format.js";

/** The formats that `readImage` and `writeImage` know unless they are given others. */
export const imageFormats: readonly ImageFormat[] = Object.freeze([
  ...fileFormats,
  zarrFormat,
]);
