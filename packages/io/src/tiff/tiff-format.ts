import type { FileFormat } from "../image-format.js";
import { decodeTiff, isTiff } from "./decode-tiff.js";
import { encodeTiff } from "./encode-tiff.js";

/** TIFF 6.0 and BigTIFF, with the descriptions of OME, ImageJ and tifffile. */
export const tiffFormat: FileFormat = {
  name: "tiff",
  extensions: [".tif", ".tiff", ".btf", ".tf8"],
  matches: isTiff,
  read: decodeTiff,
  write: encodeTiff,
};
