import { deflate, swapBytes } from "#platform";
import type { NdArray } from "@openhcs/core";
import { packBits } from "../bit-packing.js";
import { hostIsLittleEndian } from "../byte-order.js";
import { UnsupportedImageError } from "../image-errors.js";
import type { WriteTarget } from "../image-format.js";
import type { Length, PixelSize, WritableImage } from "../image.js";
import { bytesOf } from "../pixel-allocation.js";
import { encodeChunk, pngSignature } from "./png-chunks.js";
import { filterRow } from "./png-filter.js";

const depths: Readonly<Record<string, number>> = { bool: 1, uint8: 8, uint16: 16 };
const colourTypeOfSamples = [0, 0, 4, 2, 6];

/** A PNG of bool, uint8 or uint16: grey as [Y, X], with alpha or colours as [Y, X, S]. The pixel size goes to whole pixels per metre. */
export function* encodePng({ array, axes, pixelSize = {} }: WritableImage, { file, compression }: WriteTarget): Generator<Uint8Array> {
  const samples = samplesOf(array, axes, file);
  const depth = depths[array.dtype];
  if (depth === undefined) throw new UnsupportedImageError(file, `PNG holds bool, uint8 and uint16, received ${array.dtype}. Cast first, or write TIFF.`);
  if (depth === 1 && samples > 1) throw new UnsupportedImageError(file, "PNG has no colours of one bit. Cast to uint8 first.");
  if (array.size === 0) throw new UnsupportedImageError(file, `PNG cannot hold the empty ${array}.`);
  const [height, width] = array.shape as [number, number];
  const header = new Uint8Array(13);
  new DataView(header.buffer).setUint32(0, width);
  new DataView(header.buffer).setUint32(4, height);
  header.set([depth, colourTypeOfSamples[samples] as number], 8);
  yield pngSignature;
  yield encodeChunk("IHDR", header);
  yield* densityChunk(pixelSize);
  yield encodeChunk("IDAT", deflate(filteredRows(array, height, depth, samples), compression === "none" ? 0 : 6));
  yield encodeChunk("IEND", new Uint8Array(0));
}

function samplesOf(array: NdArray, axes: string | undefined, file: string): number {
  const isGrey = array.rank === 2 && (axes ?? "YX") === "YX";
  const isColour = array.rank === 3 && (axes ?? "YXS") === "YXS" && [1, 2, 3, 4].includes(array.shape[2] as number);
  if (isGrey) return 1;
  if (isColour) return array.shape[2] as number;
  throw new UnsupportedImageError(file, `PNG holds one plane [Y, X], or [Y, X, S] with 1 to 4 samples, received ${array}${axes === undefined ? "" : ` with axes ${axes}`}. Write TIFF, or take a slice.`);
}

function filteredRows(array: NdArray, height: number, depth: number, samples: number): Uint8Array {
  const elements = bytesOf(array);
  const sourceBytes = elements.length / height;
  const rowBytes = depth === 1 ? Math.ceil(sourceBytes / 8) : sourceBytes;
  const filtered = new Uint8Array(height * (rowBytes + 1));
  let above = new Uint8Array(rowBytes);
  for (let y = 0; y < height; y++) {
    const row = new Uint8Array(rowBytes);
    const source = elements.subarray(y * sourceBytes, (y + 1) * sourceBytes);
    const target = filtered.subarray(y * (rowBytes + 1), (y + 1) * (rowBytes + 1));
    if (depth === 1) packBits(source, row);
    else row.set(source);
    if (depth === 16 && hostIsLittleEndian) swapBytes(row, 2);
    filterRow(row, above, Math.max(1, (samples * depth) >> 3), target);
    above = row;
  }
  return filtered;
}

function* densityChunk({ x, y }: PixelSize): Generator<Uint8Array> {
  const [perMetreX, perMetreY] = [pixelsPerMetre(x), pixelsPerMetre(y)];
  if (perMetreX === undefined || perMetreY === undefined) return;
  const data = new Uint8Array(9);
  new DataView(data.buffer).setUint32(0, perMetreX);
  new DataView(data.buffer).setUint32(4, perMetreY);
  data[8] = 1;
  yield encodeChunk("pHYs", data);
}

function pixelsPerMetre(length: Length | undefined): number | undefined {
  const density = length?.unit === "µm" ? Math.round(1e6 / length.value) : 0;
  return density >= 1 && density <= 0xffffffff ? density : undefined;
}
