import { CorruptImageError } from "../image-errors.js";
import type { ImageSource } from "../image-format.js";

/** Numbers in a TIFF file by position, in the file's byte order; nothing outside of the file is ever touched. */
export class TiffBytes {
  readonly source: ImageSource;
  readonly isLittleEndian: boolean;
  /** BigTIFF: offsets and counts of 64 bits. */
  readonly isBig: boolean;
  readonly #view: DataView;
  #tagBytesLeft: number;

  constructor(source: ImageSource, isLittleEndian: boolean, isBig: boolean) {
    this.source = source;
    this.isLittleEndian = isLittleEndian;
    this.isBig = isBig;
    this.#view = new DataView(source.bytes.buffer, source.bytes.byteOffset, source.bytes.byteLength);
    this.#tagBytesLeft = 16 * source.bytes.length;
  }

  get length(): number {
    return this.#view.byteLength;
  }

  corrupt(rule: string, cause?: unknown): CorruptImageError {
    return new CorruptImageError(this.source.file, rule, cause === undefined ? undefined : { cause });
  }

  u8(at: number): number {
    return this.#view.getUint8(this.#inside(at, 1));
  }

  u16(at: number): number {
    return this.#view.getUint16(this.#inside(at, 2), this.isLittleEndian);
  }

  u32(at: number): number {
    return this.#view.getUint32(this.#inside(at, 4), this.isLittleEndian);
  }

  /** A 64-bit integer; above 2⁵³, where no file reaches, it is rounded. */
  u64(at: number): number {
    return Number(this.#view.getBigUint64(this.#inside(at, 8), this.isLittleEndian));
  }

  /** An offset or a count in a directory. */
  word(at: number): number {
    return this.isBig ? this.u64(at) : this.u32(at);
  }

  slice(at: number, length: number): Uint8Array {
    this.#inside(at, length);
    return this.source.bytes.subarray(at, at + length);
  }

  /**
   * Accounts for reading the values of a tag. Directories may share values, so a forged file could have the same megabytes read for
   * each of thousands of pages; no honest one comes to several times its own size.
   */
  spend(length: number): void {
    this.#tagBytesLeft -= length;
    if (this.#tagBytesLeft < 0) throw this.corrupt("its directories share values beyond all measure.");
  }

  #inside(at: number, length: number): number {
    if (at + length <= this.length) return at;
    throw this.corrupt(`bytes ${at} to ${at + length} lie outside of the file of ${this.length} bytes.`);
  }
}
