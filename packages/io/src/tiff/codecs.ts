import type { Codec } from "./codec.js";
import { deflate } from "./codecs/deflate.js";
import { jpeg } from "./codecs/jpeg.js";
import { lzw } from "./codecs/lzw.js";
import { none } from "./codecs/none.js";
import { packBits } from "./codecs/pack-bits.js";
import { zstd } from "./codecs/zstd.js";

/** By the value of the tag Compression. */
export const codecs: Readonly<Record<number, Codec>> = { 1: none, 5: lzw, 7: jpeg, 8: deflate, 32946: deflate, 32773: packBits, 50000: zstd };

/** Names for the message that refuses them. */
export const unreadCompressions: Readonly<Record<number, string>> = {
  2: "CCITT RLE", 3: "CCITT Group 3", 4: "CCITT Group 4", 6: "old-style JPEG", 33003: "JPEG 2000", 33005: "JPEG 2000", 33007: "JPEG",
  34712: "JPEG 2000", 34887: "LERC", 34925: "LZMA", 34933: "PNG", 34934: "JPEG XR", 50001: "WebP", 50002: "JPEG XL",
};
