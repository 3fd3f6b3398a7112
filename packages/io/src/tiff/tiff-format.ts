import type { FileFormat } from "../image-format.js";
import { writeParameters } from "../write-options.js";
import { decodeTiff, isTiff } from "./decode-tiff.js";
import { encodeTiff } from "./encode-tiff.js";

const { compression, predictor, tileSize, levels, downsampling, bigTiff } = writeParameters;

/** TIFF 6.0 and BigTIFF, with the descriptions of OME, ImageJ and tifffile. */
export const tiffFormat: FileFormat = {
  name: "tiff",
  extensions: [".tif", ".tiff", ".btf", ".tf8"],
  writeOptions: { compression, predictor, tileSize, levels, downsampling, bigTiff },
  matches: isTiff,
  read: decodeTiff,
  write: encodeTiff,
};
