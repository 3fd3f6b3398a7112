import { decode } from "jpeg-js";
import type { BlockTraits, Codec } from "../codec.js";

/** Baseline and progressive JPEG of 8 bits, grey or of three colours (TIFF Technical Note 2). */
export const jpeg: Codec = {
  name: "JPEG",
  maxRatio: 1024,
  decode: (block, into, traits) => {
    checkFrame(block, traits);
    const { data } = decode(withTables(block, traits.jpegTables), {
      useTArray: true,
      formatAsRGBA: false,
      tolerantDecoding: false,
      colorTransform: traits.isYCbCr,
      maxResolutionInMP: 1 + (traits.width * traits.height) / 1e6,
      maxMemoryUsageInMB: 64 + (traits.width * traits.height * 32) / 1e6,
    });
    if (traits.samples === 3) {
      into.set(data.subarray(0, into.length));
      return data.length;
    }
    for (let i = 0; i < data.length / 3 && i < into.length; i++) into[i] = data[3 * i] as number;
    return data.length / 3;
  },
};

function withTables(block: Uint8Array, tables: Uint8Array): Uint8Array {
  if (tables.length < 4) return block;
  const whole = new Uint8Array(tables.length - 2 + block.length - 2);
  whole.set(tables.subarray(0, -2));
  whole.set(block.subarray(2), tables.length - 2);
  return whole;
}

/** Compares the frame header with the page before the decoder reserves memory for what it promises. */
function checkFrame(block: Uint8Array, { width, height, samples }: BlockTraits): void {
  for (let at = 2; at + 9 < block.length && block[at] === 0xff; ) {
    const marker = block[at + 1] as number;
    if (marker >= 0xc0 && marker <= 0xc2) {
      const [precision, rows, columns, components] = [block[at + 4], u16(block, at + 5), u16(block, at + 7), block[at + 9]];
      if (precision === 8 && columns === width && rows <= height && components === samples) return;
      throw new Error(`the JPEG frame has ${columns} x ${rows} pixels of ${components} samples with ${precision} bits, the page ${width} x ${height} of ${samples}.`);
    }
    at += 2 + u16(block, at + 2);
  }
  throw new Error("the JPEG data have no baseline or progressive frame.");
}

function u16(bytes: Uint8Array, at: number): number {
  return ((bytes[at] as number) << 8) | (bytes[at + 1] as number);
}
