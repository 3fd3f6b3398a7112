import { viewBytes } from "@openhcs/core";
import { hostIsLittleEndian } from "../byte-order.js";

/** Rows of a decoded block that predictors work on. */
export interface PredictedRows {
  readonly rows: number;
  /** Values per row: pixels times interleaved samples. */
  readonly valuesPerRow: number;
  /** Distance between values of the same sample. */
  readonly samples: number;
  readonly bytesPerValue: number;
}

/** Undoes horizontal differencing (predictor 2) in place; values are in the machine's byte order. */
export function undoDifferencing(bytes: Uint8Array, { rows, valuesPerRow, samples, bytesPerValue }: PredictedRows): void {
  if (bytesPerValue === 8) {
    const values = integers(bytes, 8) as BigUint64Array;
    for (let row = 0; row < rows; row++) {
      for (let i = row * valuesPerRow + samples, end = (row + 1) * valuesPerRow; i < end; i++) (values[i] as bigint) += values[i - samples] as bigint;
    }
    return;
  }
  const values = integers(bytes, bytesPerValue) as Uint8Array;
  for (let row = 0; row < rows; row++) {
    for (let i = row * valuesPerRow + samples, end = (row + 1) * valuesPerRow; i < end; i++) (values[i] as number) += values[i - samples] as number;
  }
}

/** Replaces integers by their differences (predictor 2) in place. */
export function difference(bytes: Uint8Array, { rows, valuesPerRow, samples, bytesPerValue }: PredictedRows): void {
  if (bytesPerValue === 8) {
    const values = integers(bytes, 8) as BigUint64Array;
    for (let row = 0; row < rows; row++) {
      for (let i = (row + 1) * valuesPerRow - 1, start = row * valuesPerRow + samples; i >= start; i--) (values[i] as bigint) -= values[i - samples] as bigint;
    }
    return;
  }
  const values = integers(bytes, bytesPerValue) as Uint8Array;
  for (let row = 0; row < rows; row++) {
    for (let i = (row + 1) * valuesPerRow - 1, start = row * valuesPerRow + samples; i >= start; i--) (values[i] as number) -= values[i - samples] as number;
  }
}

/**
 * Undoes the floating-point predictor (3) in place, leaving values in the given byte order.
 *
 * Each row holds byte planes, the most significant first, differenced as bytes (Adobe Photoshop TIFF Technical Note 3).
 */
export function undoFloatingPoint(bytes: Uint8Array, { rows, valuesPerRow, samples, bytesPerValue }: PredictedRows, toLittleEndian: boolean): void {
  const rowBytes = valuesPerRow * bytesPerValue;
  for (let row = 0; row < rows; row++) {
    const target = bytes.subarray(row * rowBytes, (row + 1) * rowBytes);
    for (let i = samples; i < rowBytes; i++) (target[i] as number) += target[i - samples] as number;
    const planes = target.slice();
    for (let i = 0; i < valuesPerRow; i++) {
      for (let plane = 0; plane < bytesPerValue; plane++) {
        target[i * bytesPerValue + (toLittleEndian ? bytesPerValue - 1 - plane : plane)] = planes[plane * valuesPerRow + i] as number;
      }
    }
  }
}

/** Replaces floats in the machine's byte order by the differences of their bytes (predictor 3) in place. */
export function differenceFloatingPoint(bytes: Uint8Array, { rows, valuesPerRow, samples, bytesPerValue }: PredictedRows): void {
  const rowBytes = valuesPerRow * bytesPerValue;
  for (let row = 0; row < rows; row++) {
    const target = bytes.subarray(row * rowBytes, (row + 1) * rowBytes);
    const values = target.slice();
    for (let i = 0; i < valuesPerRow; i++) {
      for (let plane = 0; plane < bytesPerValue; plane++) {
        target[plane * valuesPerRow + i] = values[i * bytesPerValue + (hostIsLittleEndian ? bytesPerValue - 1 - plane : plane)] as number;
      }
    }
    for (let i = rowBytes - 1; i >= samples; i--) (target[i] as number) -= target[i - samples] as number;
  }
}

function integers(bytes: Uint8Array, bytesPerValue: number): ReturnType<typeof viewBytes> {
  const dtype = ({ 1: "uint8", 2: "uint16", 4: "uint32", 8: "uint64" } as const)[bytesPerValue as 1 | 2 | 4 | 8];
  return viewBytes(dtype, bytes.buffer, bytes.byteOffset, Math.trunc(bytes.byteLength / bytesPerValue));
}
