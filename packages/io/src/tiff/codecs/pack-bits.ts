import type { Codec } from "../codec.js";

/** Apple's run-length code (TIFF 6.0, section 9). */
export const packBits: Codec = {
  name: "PackBits",
  maxRatio: 64,
  decode: (block, into) => {
    let written = 0;
    for (let at = 0; at < block.length && written < into.length; ) {
      const head = block[at++] as number;
      if (head === 128) continue;
      if (head < 128) {
        const literals = block.subarray(at, at + Math.min(head + 1, into.length - written));
        into.set(literals, written);
        written += literals.length;
        at += head + 1;
      } else if (at < block.length) {
        const end = Math.min(written + 257 - head, into.length);
        into.fill(block[at++] as number, written, end);
        written = end;
      }
    }
    return written;
  },
};
