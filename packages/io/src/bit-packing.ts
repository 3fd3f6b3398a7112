/**
 * Spreads samples of 1 to 16 bits, packed from the most significant bit on, over one element each.
 * @returns how many samples were written: all of `into`, or fewer where `packed` ends before
 */
export function unpackBits(packed: Uint8Array, bits: number, into: Uint8Array | Uint16Array): number {
  const mask = (1 << bits) - 1;
  let [held, holding, at] = [0, 0, 0];
  for (let i = 0; i < into.length; i++) {
    while (holding < bits) {
      if (at === packed.length) return i;
      held = ((held << 8) | (packed[at++] as number)) & 0xffffff;
      holding += 8;
    }
    holding -= bits;
    into[i] = (held >>> holding) & mask;
  }
  return into.length;
}

/** Packs elements that are 0 or not into bits, the first in the most significant. */
export function packBits(elements: Uint8Array, into: Uint8Array): void {
  into.fill(0);
  for (let i = 0; i < elements.length; i++) if (elements[i] !== 0) (into[i >> 3] as number) |= 0x80 >> (i & 7);
}
