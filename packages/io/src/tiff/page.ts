import { bytesPerElement, type Dtype } from "@openhcs/core";
import { UnsupportedImageError } from "../image-errors.js";
import type { Codec } from "./codec.js";
import { codecs, unreadCompressions } from "./codecs.js";
import type { Directory } from "./directory.js";
import { photometric, tag } from "./tags.js";
import type { TiffBytes } from "./tiff-bytes.js";

/** One page: how its pixels lie in the file and what array they make. */
export interface Page {
  readonly index: number;
  readonly directory: Directory;
  readonly bytes: TiffBytes;
  readonly width: number;
  readonly height: number;
  readonly samples: number;
  /** Each sample lies in blocks of its own (planar configuration 2). */
  readonly isPlanar: boolean;
  /** Per sample, as stored. */
  readonly bits: number;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly axes: "YX" | "YXS" | "SYX";
  readonly codec: Codec;
  readonly predictor: 1 | 2 | 3;
  readonly isBitReversed: boolean;
  readonly isYCbCr: boolean;
  readonly jpegTables: Uint8Array;
  readonly blocks: Blocks;
}

/** Strips or tiles, in rows from left to right and top to bottom, one sample after the other where these are separate. */
export interface Blocks {
  readonly width: number;
  readonly height: number;
  readonly areTiles: boolean;
  readonly across: number;
  readonly down: number;
  readonly offsets: readonly number[];
  readonly byteCounts: readonly number[];
}

/**
 * Reads and checks the description of a page.
 * @throws CorruptImageError where it contradicts itself or the file, UnsupportedImageError where it means what is not read here
 */
export function readPage(directory: Directory): Page {
  const { bytes, index } = directory;
  const unsupported = (rule: string) => new UnsupportedImageError(bytes.source.file, `page ${index}: ${rule}`);
  const [width, height] = [directory.number(tag.imageWidth), directory.number(tag.imageLength)];
  if (width === 0 || height === 0) throw bytes.corrupt(`page ${index}: width and height must be at least 1, are ${width} x ${height}.`);
  if (directory.number(tag.imageDepth, 1) !== 1) throw unsupported("tiled volumes (ImageDepth) are not read.");
  const samples = directory.number(tag.samplesPerPixel, 1);
  if (samples === 0) throw bytes.corrupt(`page ${index}: SamplesPerPixel must be at least 1, is 0.`);
  const isPlanar = samples > 1 && directory.number(tag.planarConfiguration, 1) === 2;
  const colours = directory.number(tag.photometric, photometric.minIsBlack);
  const bits = uniform(directory.numbers(tag.bitsPerSample)) ?? 1;
  const format = uniform(directory.numbers(tag.sampleFormat)) ?? 1;
  const dtype = typeof bits === "number" && typeof format === "number" ? dtypeOf(format, bits) : undefined;
  if (typeof bits !== "number" || dtype === undefined) throw unsupported(`samples of ${bits} bits in format ${format} are not read.`);

  const compression = directory.number(tag.compression, 1);
  const codec = codecs[compression];
  if (codec === undefined) throw unsupported(`compression ${compression} (${unreadCompressions[compression] ?? "unknown"}) is not read.`);
  const isYCbCr = colours === photometric.yCbCr;
  if (isYCbCr && compression !== 7) throw unsupported("YCbCr colours are read from JPEG blocks alone.");
  if (compression === 7 && (bits !== 8 || ![1, 3].includes(isPlanar ? 1 : samples))) throw unsupported(`JPEG of ${samples} samples with ${bits} bits is not read.`);
  const predictor = compression === 7 ? 1 : directory.number(tag.predictor, 1);
  if (!fits(predictor, dtype, bits)) throw unsupported(`predictor ${predictor} on ${dtype} of ${bits} bits is not read.`);

  const isColour = samples > 1 || colours === photometric.rgb;
  return {
    index, directory, bytes, width, height, samples, isPlanar, bits, dtype, codec, predictor, isYCbCr,
    shape: isPlanar ? [samples, height, width] : isColour ? [height, width, samples] : [height, width],
    axes: isPlanar ? "SYX" : isColour ? "YXS" : "YX",
    isBitReversed: directory.number(tag.fillOrder, 1) === 2,
    jpegTables: directory.raw(tag.jpegTables),
    blocks: readBlocks(directory, width, height, isPlanar ? samples : 1, rowBytesOf(width, isPlanar ? 1 : samples, bits)),
  };
}

export function rowBytesOf(width: number, samples: number, bits: number): number {
  return Math.ceil((width * samples * bits) / 8);
}

function readBlocks(directory: Directory, width: number, height: number, planes: number, rowBytes: number): Blocks {
  const { bytes, index } = directory;
  const areTiles = directory.has(tag.tileWidth);
  const blockWidth = areTiles ? directory.number(tag.tileWidth) : width;
  const blockHeight = areTiles ? directory.number(tag.tileLength) : Math.min(directory.number(tag.rowsPerStrip, height), height);
  if (blockWidth === 0 || blockHeight === 0) throw bytes.corrupt(`page ${index}: blocks must be at least 1 x 1, are ${blockWidth} x ${blockHeight}.`);
  const [across, down] = [Math.ceil(width / blockWidth), Math.ceil(height / blockHeight)];
  const offsets = directory.numbers(areTiles && directory.has(tag.tileOffsets) ? tag.tileOffsets : tag.stripOffsets);
  const byteCounts = directory.numbers(areTiles && directory.has(tag.tileByteCounts) ? tag.tileByteCounts : tag.stripByteCounts);
  // Writers of single uncompressed strips have left their length out ever since TIFF 5.
  if (byteCounts.length === 0 && offsets.length === 1 && directory.number(tag.compression, 1) === 1) byteCounts.push(rowBytes * height);
  const needed = across * down * planes;
  if (offsets.length < needed || byteCounts.length < needed) {
    throw bytes.corrupt(`page ${index}: ${width} x ${height} pixels need ${needed} blocks, it lists ${offsets.length} offsets and ${byteCounts.length} lengths.`);
  }
  for (let i = 0; i < needed; i++) {
    const [offset, length] = [offsets[i] as number, byteCounts[i] as number];
    if (offset + length > bytes.length) throw bytes.corrupt(`page ${index}: block ${i} of ${length} bytes at ${offset} lies outside of the file of ${bytes.length} bytes.`);
  }
  return { width: blockWidth, height: blockHeight, areTiles, across, down, offsets, byteCounts };
}

/** The value that all samples share; their list where they differ. */
function uniform(values: readonly number[]): number | string | undefined {
  return values.every((value) => value === values[0]) ? values[0] : values.slice(0, 8).join(", ");
}

function dtypeOf(format: number, bits: number): Dtype | undefined {
  const isWhole = bits === 8 || bits === 16 || bits === 32 || bits === 64;
  if (format === 2) return isWhole ? `int${bits}` : undefined;
  if (format === 3) return isWhole && bits > 8 ? `float${bits as 16 | 32 | 64}` : undefined;
  if (format !== 1 && format !== 4) return undefined;
  if (isWhole) return `uint${bits}`;
  if (bits === 1) return "bool";
  return Number.isInteger(bits) && bits > 1 && bits < 16 ? (bits < 8 ? "uint8" : "uint16") : undefined;
}

function fits(predictor: number, dtype: Dtype, bits: number): predictor is 1 | 2 | 3 {
  const isWhole = bits === 8 * bytesPerElement(dtype);
  return predictor === 1 || (predictor === 2 && isWhole) || (predictor === 3 && isWhole && dtype.startsWith("float"));
}
