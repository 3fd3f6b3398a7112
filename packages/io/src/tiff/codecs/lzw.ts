import type { Codec } from "../codec.js";

const [clear, end, firstFree, tableSize] = [256, 257, 258, 4096];

/** Lempel-Ziv-Welch as TIFF has it: codes from the most significant bit, one code earlier wider than in GIF (TIFF 6.0, section 13). */
export const lzw: Codec = {
  name: "LZW",
  maxRatio: 4096,
  decode: (block, into) => {
    const prefixes = new Uint16Array(tableSize);
    const lengths = new Uint16Array(tableSize).fill(1);
    const suffixes = Uint8Array.from({ length: tableSize }, (_, code) => code);
    let [held, holding, at, width, next, previous, written] = [0, 0, 0, 9, firstFree, -1, 0];
    while (written < into.length) {
      while (holding < width) {
        if (at === block.length) return written;
        held = ((held << 8) | (block[at++] as number)) & 0xffffff;
        holding += 8;
      }
      holding -= width;
      const code = (held >>> holding) & ((1 << width) - 1);
      if (code === end) break;
      if (code === clear) {
        [width, next, previous] = [9, firstFree, -1];
        continue;
      }
      if (previous < 0 ? code > 255 : code > next) throw new Error(`LZW code ${code} has no meaning yet.`);
      const isKnown = code < next;
      const base = isKnown ? code : previous;
      const length = lengths[base] as number;
      for (let to = written + length - 1, from = base; to >= written; to--, from = prefixes[from] as number) into[to] = suffixes[from] as number;
      const first = into[written] as number;
      if (!isKnown) into[written + length] = first;
      written += isKnown ? length : length + 1;
      if (previous >= 0 && next < tableSize) {
        prefixes[next] = previous;
        suffixes[next] = first;
        lengths[next] = (lengths[previous] as number) + 1;
        next++;
        if (next === (1 << width) - 1 && width < 12) width++;
      }
      previous = code;
    }
    return Math.min(written, into.length);
  },
};
