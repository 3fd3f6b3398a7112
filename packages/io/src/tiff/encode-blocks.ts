import { deflate } from "#platform";
import { bytesPerElement, type NdArray } from "@openhcs/core";
import { packBits } from "../bit-packing.js";
import { bytesOf } from "../pixel-allocation.js";
import { difference, differenceFloatingPoint } from "./predictor.js";

/** How the pixels of a page are cut and packed. */
export interface BlockLayout {
  readonly compression: "deflate" | "none";
  /** Edge of square tiles; strips where it is undefined. */
  readonly tileSize: number | undefined;
  /** 1 none, 2 horizontal differences, 3 differences of the bytes of floats. */
  readonly predictor: 1 | 2 | 3;
  readonly samples: number;
}

/** Strips or tiles as they are stored, in rows from top to bottom. */
export interface Blocks {
  readonly width: number;
  readonly height: number;
  readonly parts: readonly Uint8Array[];
}

/** Bytes of a strip before compression. */
const stripBytes = 2 ** 18;

/** Differenced camera data gain less than 2 % from higher levels, which take two to four times as long. */
const deflateLevel = 4;

/** Cuts a plane, [Y, X] or [Y, X, S], into blocks and packs them. */
export function encodeBlocks(plane: NdArray, layout: BlockLayout): Blocks {
  const elements = bytesOf(plane);
  const { samples, tileSize } = layout;
  const [planeHeight, planeWidth] = plane.shape as [number, number];
  const pixelBytes = samples * bytesPerElement(plane.dtype);
  const rowBytes = planeWidth * pixelBytes;
  const width = tileSize ?? planeWidth;
  const height = tileSize ?? Math.min(planeHeight, Math.max(1, Math.trunc(stripBytes / rowBytes)));
  const parts: Uint8Array[] = [];
  for (let y = 0; y < planeHeight; y += height) {
    for (let x = 0; x < planeWidth; x += width) {
      const [rows, columns] = [Math.min(height, planeHeight - y), Math.min(width, planeWidth - x)];
      // Tiles are whole at the edges too, where zeros fill them; the last strip is as short as it is.
      const block = new Uint8Array((tileSize ?? rows) * width * pixelBytes);
      for (let row = 0; row < rows; row++) {
        const from = (y + row) * rowBytes + x * pixelBytes;
        block.set(elements.subarray(from, from + columns * pixelBytes), row * width * pixelBytes);
      }
      parts.push(pack(block, plane, tileSize ?? rows, width * samples, layout));
    }
  }
  return { width, height, parts };
}

function pack(block: Uint8Array, { dtype }: NdArray, rows: number, valuesPerRow: number, { compression, predictor, samples }: BlockLayout): Uint8Array {
  const predicted = { rows, valuesPerRow, samples, bytesPerValue: bytesPerElement(dtype) };
  if (predictor === 2) difference(block, predicted);
  if (predictor === 3) differenceFloatingPoint(block, predicted);
  const bytes = dtype === "bool" ? packedRows(block, rows, valuesPerRow) : block;
  return compression === "none" ? bytes : deflate(bytes, deflateLevel);
}

function packedRows(elements: Uint8Array, rows: number, values: number): Uint8Array {
  const rowBytes = Math.ceil(values / 8);
  const packed = new Uint8Array(rows * rowBytes);
  for (let y = 0; y < rows; y++) packBits(elements.subarray(y * values, (y + 1) * values), packed.subarray(y * rowBytes, (y + 1) * rowBytes));
  return packed;
}
