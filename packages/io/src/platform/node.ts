// What decoding files takes of its platform, by Node; package.json gives browsers `browser.ts` in its place.
import { crc32, deflateSync, inflateSync } from "node:zlib";

export { crc32 };

/** What zlib data hold (RFC 1950). @throws where they are damaged, or hold more than `mostBytes` */
export function inflate(data: Uint8Array, mostBytes: number): Uint8Array {
  return inflateSync(data, { maxOutputLength: mostBytes });
}

/** As zlib data; level 0 only wraps. */
export function deflate(data: Uint8Array, level: number): Uint8Array {
  return deflateSync(data, { level });
}

/** Reverses the bytes of every element in place. */
export function swapBytes(bytes: Uint8Array, bytesPerElement: number): void {
  if (bytesPerElement === 1) return;
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength - (bytes.byteLength % bytesPerElement));
  if (bytesPerElement === 2) buffer.swap16();
  else if (bytesPerElement === 4) buffer.swap32();
  else buffer.swap64();
}
