import type { FileFormat } from "../image-format.js";
import { writeParameters } from "../write-options.js";
import { decodePng } from "./decode-png.js";
import { encodePng } from "./encode-png.js";
import { pngSignature } from "./png-chunks.js";

/** Portable Network Graphics. */
export const pngFormat: FileFormat = {
  name: "png",
  extensions: [".png"],
  writeOptions: { compression: writeParameters.compression },
  matches: (bytes) => pngSignature.every((byte, i) => bytes[i] === byte),
  read: decodePng,
  write: encodePng,
};
