import { swapBytes } from "#platform";
import { bytesPerElement, type NdArray } from "@openhcs/core";
import { unpackBits } from "../bit-packing.js";
import { hostIsLittleEndian } from "../byte-order.js";
import { ImageTooLargeError } from "../image-errors.js";
import { pixelBytes } from "../pixel-allocation.js";
import { rowBytesOf, type Page } from "./page.js";
import { undoDifferencing, undoFloatingPoint } from "./predictor.js";

/** Bytes that the pixels of a page take in memory. */
export function pageBytes({ dtype, shape }: Page): number {
  return pixelBytes(dtype, shape);
}

/**
 * Refuses pages whose headers promise more than their blocks can hold, before memory is reserved for them.
 * @throws CorruptImageError, ImageTooLargeError
 */
export function checkPromise(page: Page): void {
  const { bytes, index, codec, blocks, width, height, samples, bits } = page;
  const needed = blocks.across * blocks.down * (page.isPlanar ? samples : 1);
  let [stored, largest] = [0, 0];
  for (let i = 0; i < needed; i++) {
    stored += blocks.byteCounts[i] as number;
    largest = Math.max(largest, blocks.byteCounts[i] as number);
  }
  const promised = (width * height * samples * bits) / 8;
  if (promised > stored * codec.maxRatio) throw bytes.corrupt(`page ${index}: ${width} x ${height} pixels of ${samples * bits} bits cannot come out of ${stored} bytes (${codec.name}).`);
  const block = blockBytes(page);
  if (blocks.areTiles && block > largest * codec.maxRatio) throw bytes.corrupt(`page ${index}: tiles of ${blocks.width} x ${blocks.height} cannot come out of ${largest} bytes (${codec.name}).`);
  if (block > bytes.source.maxBytes) throw new ImageTooLargeError(bytes.source.file, block, bytes.source.maxBytes);
}

/** Decodes a page into `pixels`, a packed array of pages, as its `place`th. */
export function decodePage(page: Page, pixels: NdArray, place: number): void {
  const size = pageBytes(page);
  const target = new Uint8Array(pixels.data.buffer, pixels.data.byteOffset + place * size, size);
  const { across, down } = page.blocks;
  const scratch = new Uint8Array(blockBytes(page));
  const planes = page.isPlanar ? page.samples : 1;
  for (let plane = 0; plane < planes; plane++) {
    const planeBytes = target.subarray((plane * size) / planes, ((plane + 1) * size) / planes);
    for (let row = 0; row < down; row++) {
      for (let column = 0; column < across; column++) {
        decodeBlock(page, (plane * down + row) * across + column, row, scratch);
        copyBlock(page, row, column, scratch, planeBytes);
      }
    }
  }
}

function samplesPerBlock({ isPlanar, samples }: Page): number {
  return isPlanar ? 1 : samples;
}

function blockBytes(page: Page): number {
  return page.blocks.height * rowBytesOf(page.blocks.width, samplesPerBlock(page), page.bits);
}

/** Decodes a block into `scratch`: predictors undone, whole-byte samples in the machine's byte order. */
function decodeBlock(page: Page, block: number, row: number, scratch: Uint8Array): void {
  const { bytes, blocks, codec, predictor, bits } = page;
  const stored = bytes.slice(blocks.offsets[block] as number, blocks.byteCounts[block] as number);
  const samples = samplesPerBlock(page);
  const traits = { width: blocks.width, height: blocks.height, samples, jpegTables: page.jpegTables, isYCbCr: page.isYCbCr };
  const written = decodeStored(page, block, () => codec.decode(page.isBitReversed ? reverseBits(stored) : stored, scratch, traits));
  const rows = Math.min(blocks.height, page.height - row * blocks.height);
  const needed = rows * rowBytesOf(blocks.width, samples, bits);
  if (written < needed) throw bytes.corrupt(`page ${page.index}: block ${block} holds ${written} of ${needed} bytes (${codec.name}).`);
  const values = { rows, valuesPerRow: blocks.width * samples, samples, bytesPerValue: bits / 8 };
  if (predictor === 3) {
    undoFloatingPoint(scratch, values, hostIsLittleEndian);
    return;
  }
  if (bits >= 16 && bits % 16 === 0 && bytes.isLittleEndian !== hostIsLittleEndian) swapBytes(scratch, bits / 8);
  if (predictor === 2) undoDifferencing(scratch, values);
}

function decodeStored({ bytes, index, codec }: Page, block: number, decode: () => number): number {
  try {
    return decode();
  } catch (cause) {
    throw bytes.corrupt(`page ${index}: block ${block} is damaged (${codec.name}).`, cause);
  }
}

/** Copies the part of a decoded block that lies in the image to its place in the plane. */
function copyBlock(page: Page, row: number, column: number, scratch: Uint8Array, plane: Uint8Array): void {
  const { blocks, bits, dtype, width, height } = page;
  const samples = samplesPerBlock(page);
  const size = bytesPerElement(dtype);
  const rows = Math.min(blocks.height, height - row * blocks.height);
  const values = Math.min(blocks.width, width - column * blocks.width) * samples;
  const storedRow = rowBytesOf(blocks.width, samples, bits);
  const isPacked = bits !== 8 * size;
  const line = size === 2 ? new Uint16Array(values) : new Uint8Array(values);
  for (let y = 0; y < rows; y++) {
    const stored = scratch.subarray(y * storedRow, (y + 1) * storedRow);
    const at = ((row * blocks.height + y) * width + column * blocks.width) * samples * size;
    if (isPacked) unpackBits(stored, bits, line);
    plane.set(isPacked ? new Uint8Array(line.buffer) : stored.subarray(0, values * size), at);
  }
}

const reversed = Uint8Array.from({ length: 256 }, (_, byte) => Number.parseInt(byte.toString(2).padStart(8, "0").split("").reverse().join(""), 2));

function reverseBits(bytes: Uint8Array): Uint8Array {
  return bytes.map((byte) => reversed[byte] as number);
}
