/** Whether this machine keeps the least significant byte first. */
export const hostIsLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** Reverses the bytes of every element in place. */
export function swapBytes(bytes: Uint8Array, bytesPerElement: number): void {
  if (bytesPerElement === 1) return;
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength - (bytes.byteLength % bytesPerElement));
  if (bytesPerElement === 2) buffer.swap16();
  else if (bytesPerElement === 4) buffer.swap32();
  else buffer.swap64();
}
