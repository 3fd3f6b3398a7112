import { allocate, type Dtype } from "@openhcs/core";

/** The bits of one element, as its typed array holds them. */
export function toBits(dtype: Dtype, element: number | bigint): bigint {
  const held = allocate(dtype, 1);
  (held as { [at: number]: number | bigint })[0] = element;
  return [...new Uint8Array(held.buffer, held.byteOffset, held.byteLength)].reduceRight((bits, byte) => (bits << 8n) | BigInt(byte), 0n);
}
