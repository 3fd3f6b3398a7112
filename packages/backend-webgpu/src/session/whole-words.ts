/** Bytes that go between host and device at once: drivers keep as much besides, and some count them in 31 bits. */
export const mostAtOnce = 2 ** 28;

/** Buffers, copies and bindings are of whole words. */
export function padded(bytes: number): number {
  return Math.max(4, Math.ceil(bytes / 4) * 4);
}

/** Bytes that a queue takes: whole words, and no shared memory, which Dawn on Node 20 crashes at. */
export function wholeWords(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  if (bytes.buffer instanceof ArrayBuffer && bytes.byteLength % 4 === 0) return bytes as Uint8Array<ArrayBuffer>;
  const copied = new Uint8Array(padded(bytes.byteLength));
  copied.set(bytes);
  return copied;
}
