import { crc32 } from "#platform";
import { CorruptImageError } from "../image-errors.js";
import type { ImageSource } from "../image-format.js";
import { latin1Bytes } from "../latin1.js";

export const pngSignature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

export interface PngChunk {
  readonly type: string;
  readonly data: Uint8Array;
}

/** The chunks up to IEND. Checksums are compared for the critical ones, whose damage would show in the pixels. */
export function* pngChunks({ file, bytes }: ImageSource): Generator<PngChunk> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = pngSignature.length; ; ) {
    if (at + 12 > bytes.length) throw new CorruptImageError(file, `ends after ${bytes.length} bytes, before the chunk IEND.`);
    const length = view.getUint32(at);
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (at + 12 + length > bytes.length) {
      throw new CorruptImageError(file, `chunk ${JSON.stringify(type)} claims ${length} bytes, only ${bytes.length - at - 12} are left.`);
    }
    const isCritical = ((bytes[at + 4] as number) & 0x20) === 0;
    if (isCritical && crc32(bytes.subarray(at + 4, at + 8 + length)) !== view.getUint32(at + 8 + length)) {
      throw new CorruptImageError(file, `the checksum of chunk ${JSON.stringify(type)} does not hold.`);
    }
    if (type === "IEND") return;
    yield { type, data: bytes.subarray(at + 8, at + 8 + length) };
    at += 12 + length;
  }
}

export function encodeChunk(type: string, data: Uint8Array): Uint8Array {
  const chunk = new Uint8Array(data.length + 12);
  const view = new DataView(chunk.buffer);
  view.setUint32(0, data.length);
  chunk.set(latin1Bytes(type), 4);
  chunk.set(data, 8);
  view.setUint32(data.length + 8, crc32(chunk.subarray(4, data.length + 8)));
  return chunk;
}
