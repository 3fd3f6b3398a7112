/** How integers of `from` bits become integers of `to` bits: what to multiply by, then how many bits to drop. */
export interface IntegerScale {
  readonly factor: number;
  readonly droppedBits: number;
}

/**
 * The scale by which `skimage.util.img_as_*` maps integers of one width on another; signed ones count without their sign bit.
 *
 * Wider targets repeat the bits up to the next multiple of the width and drop the surplus. Narrower ones drop low bits, unless every
 * value fits already: then values stay as they are, which scikit-image calls downcasting without scaling.
 */
export function integerScale(from: number, to: number, highest: number | bigint): IntegerScale {
  if (from > to) return { factor: 1, droppedBits: highest < 2 ** to ? 0 : from - to };
  if (to % from === 0) return { factor: (2 ** to - 1) / (2 ** from - 1), droppedBits: 0 };
  const wide = (Math.floor(to / from) + 1) * from;
  return { factor: (2 ** wide - 1) / (2 ** from - 1), droppedBits: wide - to };
}
