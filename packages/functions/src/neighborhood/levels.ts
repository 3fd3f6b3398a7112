import type { Numbers } from "./elements.js";

/** The values of an image as small integers of the same order, over which counts can be kept. */
export interface Levels {
  readonly elements: Uint8Array | Uint16Array | Uint32Array;
  /** The value that each level stands for. */
  readonly values: Float64Array;
}

/** Levels of integers, also of one beyond the border. */
export interface IntegerLevels extends Levels {
  readonly elements: Uint8Array | Uint16Array;
  readonly outside: number;
}

/** Levels of 8- and 16-bit integers: the values themselves, counted from the smallest; undefined for other images, or where `outside` is none of these. */
export function integerLevels(source: Numbers, outside: number): IntegerLevels | undefined {
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
export function ordinalLevels(source: Float64Array): Levels {
  const words = orderedWords(source);
  const order = sortedOrder(words, source.length);
  const elements = new Uint32Array(source.length);
  const values = new Float64Array(source.length);
  let level = -1;
  for (let n = 0, last = 0; n < order.length; n++) {
    const at = order[n] as number;
    if (n === 0 || words[2 * at] !== words[2 * last] || words[2 * at + 1] !== words[2 * last + 1]) values[++level] = source[at] as number;
    elements[at] = level;
    last = at;
  }
  return { elements, values: values.slice(0, level + 1) };
}

/** Doubles as pairs of unsigned words, low word first, whose order is that of the numbers. */
function orderedWords(values: Float64Array): Uint32Array {
  const canonical = values.slice();
  for (let i = 0; i < canonical.length; i++) if (Number.isNaN(canonical[i])) canonical[i] = NaN;
  const words = new Uint32Array(canonical.buffer);
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
  let order = new Uint32Array(length);
  for (let n = 0; n < length; n++) order[n] = n;
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
