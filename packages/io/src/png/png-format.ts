import type { ImageFormat } from "../image-format.js";
import { decodePng } from "./decode-png.js";
import { encodePng } from "./encode-png.js";
import { pngSignature } from "./png-chunks.js";

/** Portable Network Graphics. */
export const pngFormat: ImageFormat = {
  name: "png",
  extensions: [".png"],
  matches: (bytes) => pngSignature.every((byte, i) => bytes[i] === byte),
  read: decodePng,
  write: encodePng,
};
