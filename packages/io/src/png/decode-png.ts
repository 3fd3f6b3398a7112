import { inflate, swapBytes } from "#platform";
import { unpackBits } from "../bit-packing.js";
import { hostIsLittleEndian } from "../byte-order.js";
import { CorruptImageError, ImageTooLargeError } from "../image-errors.js";
import type { ImageSource } from "../image-format.js";
import type { Image, PixelSize } from "../image.js";
import { lengthFromDensity } from "../length-unit.js";
import { requirePage } from "../page-request.js";
import { allocatePixels, pixelBytes } from "../pixel-allocation.js";
import { pngChunks, type PngChunk } from "./png-chunks.js";
import { unfilter } from "./png-filter.js";
import { parsePngHeader, type PngHeader } from "./png-header.js";
import { pngPasses, type PngPass } from "./png-passes.js";

/** Deflate expands at most by this factor, so a header cannot promise more than its data can hold. */
const maxDeflateRatio = 1032;

/**
 * A PNG as it stores its samples: palette images give the indices, colours and alpha lie in axis S, 1-bit grey is bool, 2- and 4-bit
 * grey is stretched to 0..255. Gamma, colour profiles, transparency chunks and animation frames are not applied.
 *
 * Written here over zlib because the packages for it inflate without a limit or lose indices and 1-bit interlacing.
 */
export function decodePng(source: ImageSource): Image {
  requirePage(source, 1);
  const { file } = source;
  const [first, ...chunks] = pngChunks(source);
  if (first === undefined) throw new CorruptImageError(file, "has no chunk IHDR.");
  const header = parsePngHeader(file, first);
  const { width, height, depth, samples, dtype, isPalette } = header;
  const passes = pngPasses(header);
  const filtered = filteredRows(source, header, passes, chunks);
  const array = allocatePixels(source, dtype, samples === 1 ? [height, width] : [height, width, samples]);
  const pixels = array.data as Uint8Array | Uint16Array;
  let at = 0;
  for (const pass of passes) {
    const bytes = pass.rows * (pass.rowBytes + 1);
    const wrong = unfilter(filtered.subarray(at, at + bytes), pass.rows, pass.rowBytes, Math.max(1, (samples * depth) >> 3));
    if (wrong !== undefined) throw new CorruptImageError(file, `filter type must be 0 to 4, is ${wrong}.`);
    scatter(filtered.subarray(at, at + bytes), pass, header, pixels);
    at += bytes;
  }
  if (!isPalette && (depth === 2 || depth === 4)) for (let i = 0; i < pixels.length; i++) (pixels[i] as number) *= depth === 2 ? 85 : 17;
  return { array, axes: samples === 1 ? "YX" : "YXS", pixelSize: pixelSizeOf(chunks) };
}

function filteredRows({ file, maxBytes }: ImageSource, { dtype, width, height, samples }: PngHeader, passes: readonly PngPass[], chunks: readonly PngChunk[]): Uint8Array {
  const parts = chunks.filter(({ type }) => type === "IDAT").map(({ data }) => data);
  const stored = parts.reduce((sum, part) => sum + part.length, 0);
  const promised = passes.reduce((sum, { rows, rowBytes }) => sum + rows * (rowBytes + 1), 0);
  if (promised > stored * maxDeflateRatio) throw new CorruptImageError(file, `${width} x ${height} pixels cannot come out of ${stored} compressed bytes.`);
  const needed = Math.max(promised, pixelBytes(dtype, [height, width, samples]));
  if (needed > maxBytes) throw new ImageTooLargeError(file, needed, maxBytes);
  let filtered: Uint8Array;
  try {
    filtered = inflate(joined(parts), promised);
  } catch (cause) {
    throw new CorruptImageError(file, `its compressed data are damaged or more than ${width} x ${height} pixels.`, { cause });
  }
  if (filtered.length < promised) throw new CorruptImageError(file, `holds ${filtered.length} of ${promised} bytes of pixels.`);
  return filtered;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Puts the samples of one pass to their places. */
function scatter(rows: Uint8Array, { x, y, stepX, stepY, columns, rows: count, rowBytes }: PngPass, { width, depth, samples }: PngHeader, pixels: Uint8Array | Uint16Array): void {
  const line = depth === 16 ? new Uint16Array(columns * samples) : new Uint8Array(columns * samples);
  const lineBytes = new Uint8Array(line.buffer);
  for (let row = 0; row < count; row++) {
    const packed = rows.subarray(row * (rowBytes + 1) + 1, (row + 1) * (rowBytes + 1));
    if (depth < 8) unpackBits(packed, depth, line);
    else lineBytes.set(packed);
    if (depth === 16 && hostIsLittleEndian) swapBytes(lineBytes, 2);
    const start = ((y + row * stepY) * width + x) * samples;
    if (stepX === 1) pixels.set(line, start);
    else for (let i = 0; i < line.length; i++) pixels[start + Math.trunc(i / samples) * stepX * samples + (i % samples)] = line[i] as number;
  }
}

function pixelSizeOf(chunks: readonly PngChunk[]): PixelSize {
  const data = chunks.find(({ type }) => type === "pHYs")?.data;
  if (data?.length !== 9 || data[8] !== 1) return {};
  const view = new DataView(data.buffer, data.byteOffset);
  const [x, y] = [lengthFromDensity(view.getUint32(0)), lengthFromDensity(view.getUint32(4))];
  return { ...(x && { x }), ...(y && { y }) };
}
