import type { Dtype } from "@openhcs/core";
import { CorruptImageError } from "../image-errors.js";
import type { PngChunk } from "./png-chunks.js";

export interface PngHeader {
  readonly width: number;
  readonly height: number;
  /** Bits per sample. */
  readonly depth: number;
  readonly samples: number;
  readonly isPalette: boolean;
  readonly isInterlaced: boolean;
  /** bool for one-bit grey, uint16 for 16 bits, else uint8. */
  readonly dtype: Dtype;
}

/** Samples per pixel and allowed depths of each colour type (PNG specification, table 11.1). */
const colourTypes: Readonly<Record<number, { readonly samples: number; readonly depths: readonly number[] }>> = {
  0: { samples: 1, depths: [1, 2, 4, 8, 16] },
  2: { samples: 3, depths: [8, 16] },
  3: { samples: 1, depths: [1, 2, 4, 8] },
  4: { samples: 2, depths: [8, 16] },
  6: { samples: 4, depths: [8, 16] },
};

export function parsePngHeader(file: string, { type, data }: PngChunk): PngHeader {
  if (type !== "IHDR" || data.length !== 13) throw new CorruptImageError(file, `must begin with a chunk IHDR of 13 bytes, has ${JSON.stringify(type)} of ${data.length}.`);
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const [width, height] = [view.getUint32(0), view.getUint32(4)];
  const [depth, colour, compression, filter, interlace] = data.subarray(8) as unknown as [number, number, number, number, number];
  if (width === 0 || height === 0) throw new CorruptImageError(file, `width and height must be at least 1, are ${width} x ${height}.`);
  const colourType = colourTypes[colour];
  if (colourType === undefined || !colourType.depths.includes(depth)) throw new CorruptImageError(file, `colour type ${colour} with ${depth} bits is not one of PNG.`);
  if (compression !== 0 || filter !== 0 || interlace > 1) {
    throw new CorruptImageError(file, `compression ${compression}, filter ${filter} and interlace ${interlace} are not methods of PNG.`);
  }
  const dtype = depth === 16 ? "uint16" : depth === 1 && colour === 0 ? "bool" : "uint8";
  return { width, height, depth, samples: colourType.samples, isPalette: colour === 3, isInterlaced: interlace === 1, dtype };
}
