import { ZSTDDecoder } from "zstddec";
import type { Codec } from "../codec.js";

const decoder = new ZSTDDecoder();

/** Zstandard by the reference implementation, compiled to WebAssembly, whose memory ends at 2 GiB. */
export const zstd: Codec = {
  name: "Zstandard",
  maxRatio: 32768,
  ready: () => decoder.init(),
  decode: (block, into) => {
    if (into.length > 2 ** 29) throw new Error(`a block of ${into.length} bytes is more than the 512 MiB that are decoded at once.`);
    const decoded = decoder.decode(block, into.length);
    into.set(decoded.subarray(0, into.length));
    return decoded.length;
  },
};
