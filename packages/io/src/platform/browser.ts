import { unzlibSync, zlibSync } from "fflate";

type Level = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;

/** As by Node, but for the checksum, which is not compared: PNG has one of its own. The package for it ends at no size. */
export function inflate(data: Uint8Array, mostBytes: number): Uint8Array {
  const inflated = unzlibSync(data, { out: new Uint8Array(mostBytes + 1) });
  if (inflated.length > mostBytes) throw new Error(`the data hold more than ${mostBytes} bytes.`);
  return inflated;
}

export function deflate(data: Uint8Array, level: number): Uint8Array {
  return zlibSync(data, { level: level as Level });
}

export function swapBytes(bytes: Uint8Array, bytesPerElement: number): void {
  for (let at = 0; at + bytesPerElement <= bytes.length; at += bytesPerElement) bytes.subarray(at, at + bytesPerElement).reverse();
}

const crcOfByte = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? 0xedb88320 ^ (crc >>> 1) : crc >>> 1;
  return crc;
});

/** The checksum of PNG chunks (ISO 3309). */
export function crc32(data: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of data) crc = (crcOfByte[(crc ^ byte) & 0xff] as number) ^ (crc >>> 8);
  return ~crc >>> 0;
}
