import type { Numbers } from "./elements.js";

/** The values of an image as small integers of the same order, over which counts can be kept. */
export interface Levels {
  readonly elements: Uint8Array | Uint16Array | Uint32Array;
  /** The value that each level stands for. */
  readonly values: Float64Array;
  /** The level of a value beyond the border. */
  readonly outside: number;
}

/** Levels of 8- and 16-bit integers: the values themselves, counted from the smallest; undefined for other images, or where `outside` is none of these. */
export function integerLevels(source: Numbers, outside: number): Levels | undefined {
  const bits = 8 * source.BYTES_PER_ELEMENT;
  if (bits > 16) return undefined;
  const count = 2 ** bits;
  const lowest = source instanceof Int8Array || source instanceof Int16Array ? -count / 2 : 0;
  const level = Math.trunc(outside) - lowest;
  if (!(level >= 0 && level < count)) return undefined;
  const values = Float64Array.from({ length: count }, (_, each) => each + lowest);
  return { elements: unsigned(source, lowest), values, outside: level };
}

function unsigned(source: Numbers, lowest: number): Uint8Array | Uint16Array {
  if (lowest === 0) return source as Uint8Array | Uint16Array;
  const levels = source.BYTES_PER_ELEMENT === 1 ? new Uint8Array(source.length) : new Uint16Array(source.length);
  for (let i = 0; i < levels.length; i++) levels[i] = (source[i] as number) - lowest;
  return levels;
}

/** Levels of any values: their places among the distinct ones, −0 before 0 and NaN last. */
export function ordinalLevels(source: Numbers, outside: number): Levels {
  const keys = new Float64Array(source.length + 1);
  keys.set(source);
  keys[source.length] = outside;
  const words = orderedWords(keys);
  const order = sortedOrder(words, keys.length);
  const ordinals = new Uint32Array(keys.length);
  const values = new Float64Array(keys.length);
  let level = -1;
  for (let n = 0, last = 0; n < order.length; n++) {
    const at = order[n] as number;
    if (n === 0 || words[2 * at] !== words[2 * last] || words[2 * at + 1] !== words[2 * last + 1]) values[++level] = keys[at] as number;
    ordinals[at] = level;
    last = at;
  }
  return { elements: ordinals.subarray(0, source.length), values: values.slice(0, level + 1), outside: ordinals[source.length] as number };
}

/** Doubles as pairs of unsigned words, low word first, whose order is that of the numbers. */
function orderedWords(values: Float64Array): Uint32Array {
  for (let i = 0; i < values.length; i++) if (Number.isNaN(values[i])) values[i] = NaN;
  const words = new Uint32Array(values.slice().buffer);
  for (let at = 0; at < words.length; at += 2) {
    const high = words[at + 1] as number;
    const isNegative = high >>> 31 === 1;
    words[at + 1] = isNegative ? ~high : high | 0x80000000;
    if (isNegative) words[at] = ~(words[at] as number);
  }
  return words;
}

/** Positions in the order of their words: a radix sort, 16 bits at a time. */
function sortedOrder(words: Uint32Array, length: number): Uint32Array {
  let order = Uint32Array.from({ length }, (_, position) => position);
  let sorted = new Uint32Array(length);
  const halves = new Uint16Array(words.buffer);
  const starts = new Uint32Array(1 << 16);
  for (let digit = 0; digit < 4; digit++) {
    starts.fill(0);
    for (let at = digit; at < halves.length; at += 4) (starts[halves[at] as number] as number)++;
    if (starts[halves[digit] as number] === length) continue;
    for (let bin = 0, start = 0; bin < starts.length; bin++) {
      const count = starts[bin] as number;
      starts[bin] = start;
      start += count;
    }
    for (let n = 0; n < length; n++) {
      const position = order[n] as number;
      const bin = halves[4 * position + digit] as number;
      sorted[(starts[bin] as number)++] = position;
    }
    [order, sorted] = [sorted, order];
  }
  return order;
}
