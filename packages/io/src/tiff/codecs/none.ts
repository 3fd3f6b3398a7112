import type { Codec } from "../codec.js";

export const none: Codec = {
  name: "none",
  maxRatio: 1,
  decode: (block, into) => {
    const kept = block.subarray(0, into.length);
    into.set(kept);
    return kept.length;
  },
};
