import { inflate } from "#platform";
import type { Codec } from "../codec.js";

export const deflate: Codec = {
  name: "deflate",
  maxRatio: 1032,
  decode: (block, into) => {
    const inflated = inflate(block, into.length);
    into.set(inflated);
    return inflated.length;
  },
};
