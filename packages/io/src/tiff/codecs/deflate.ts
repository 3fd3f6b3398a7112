import { inflateSync } from "node:zlib";
import type { Codec } from "../codec.js";

export const deflate: Codec = {
  name: "deflate",
  maxRatio: 1032,
  decode: (block, into) => {
    const inflated = inflateSync(block, { maxOutputLength: into.length });
    into.set(inflated);
    return inflated.length;
  },
};
