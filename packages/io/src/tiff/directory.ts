import { latin1Text } from "../latin1.js";
import { tag, tagNames, type Tag } from "./tags.js";
import type { TiffBytes } from "./tiff-bytes.js";

interface Entry {
  readonly type: number;
  readonly count: number;
  /** Where the values lie. */
  readonly at: number;
}

/** Bytes per value of each field type; types of strings, rationals and directories included. */
const typeBytes: Readonly<Record<number, number>> = { 1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8, 17: 8, 18: 8 };

/** One image file directory: tagged values, read from the file when they are asked for. */
export class Directory {
  /** Place in the file's chain of directories, from 0. */
  readonly index: number;
  readonly bytes: TiffBytes;
  readonly #entries: ReadonlyMap<number, Entry>;

  constructor(index: number, bytes: TiffBytes, entries: ReadonlyMap<number, Entry>) {
    this.index = index;
    this.bytes = bytes;
    this.#entries = entries;
  }

  has(code: Tag): boolean {
    return this.#entries.has(code);
  }

  /** All values of an unsigned integer tag; empty where the tag is absent. */
  numbers(code: Tag): number[] {
    const entry = this.#entries.get(code);
    if (entry === undefined) return [];
    const read = { 1: 1, 3: 2, 4: 4, 13: 4, 16: 8, 18: 8 }[entry.type];
    if (read === undefined) throw this.bytes.corrupt(`${this.#name(code)} must hold unsigned integers, has field type ${entry.type}.`);
    this.#claim(code, entry, read);
    return Array.from({ length: entry.count }, (_, i) => {
      const at = entry.at + i * read;
      return read === 1 ? this.bytes.u8(at) : read === 2 ? this.bytes.u16(at) : read === 4 ? this.bytes.u32(at) : this.bytes.u64(at);
    });
  }

  /** The first value of an unsigned integer tag. */
  number(code: Tag, absent?: number): number {
    const [value = absent] = this.numbers(code);
    if (value === undefined) throw this.bytes.corrupt(`${this.#name(code)} is missing.`);
    return value;
  }

  /** The quotient of a rational tag; undefined where it is absent or of another type. */
  rational(code: Tag): number | undefined {
    const entry = this.#entries.get(code);
    if (entry?.type !== 5 || entry.count < 1) return undefined;
    return this.bytes.u32(entry.at) / this.bytes.u32(entry.at + 4);
  }

  raw(code: Tag): Uint8Array {
    const entry = this.#entries.get(code);
    if (entry === undefined) return new Uint8Array(0);
    const size = typeBytes[entry.type] ?? 1;
    this.#claim(code, entry, size);
    return this.bytes.slice(entry.at, entry.count * size);
  }

  /** The first text of a tag, without its zero byte: UTF-8, or Latin-1 where it is not that. */
  text(code: Tag): string {
    const raw = this.raw(code);
    const end = raw.indexOf(0);
    const text = end < 0 ? raw : raw.subarray(0, end);
    try {
      return new TextDecoder("utf-8", { fatal: true }).decode(text);
    } catch {
      return latin1Text(text);
    }
  }

  #claim(code: Tag, { at, count }: Entry, size: number): void {
    if (at + count * size > this.bytes.length) {
      throw this.bytes.corrupt(`${this.#name(code)} claims ${count} values at ${at}, outside of the file of ${this.bytes.length} bytes.`);
    }
    this.bytes.spend(count * size);
  }

  #name(code: Tag): string {
    return `page ${this.index}: tag ${tagNames[code]}`;
  }
}

/**
 * The chain of directories that begins at an offset.
 * @throws CorruptImageError where the chain loops, overlaps itself or leaves the file
 */
export function readDirectories(bytes: TiffBytes, first: number): Directory[] {
  const directories: Directory[] = [];
  const seen = new Set<number>();
  let entriesLeft = bytes.length / entryBytes(bytes);
  for (let at = first; at !== 0; ) {
    if (seen.has(at)) throw bytes.corrupt(`its directories loop: page ${directories.length} begins at ${at} like one before.`);
    seen.add(at);
    const { directory, count, next } = readDirectory(bytes, at, directories.length, entriesLeft);
    entriesLeft -= count;
    directories.push(directory);
    at = next;
  }
  return directories;
}

/** No pyramid has more: every resolution halves the one above. */
const mostReduced = 64;

/** The lower resolutions of a page, in directories that its own leads to; each counts as the page itself. */
export function reducedDirectories(directory: Directory): Directory[] {
  const { bytes, index } = directory;
  return directory.numbers(tag.subDirectories).slice(0, mostReduced).map((at) => {
    const { directory: below, count } = readDirectory(bytes, at, index, bytes.length / entryBytes(bytes));
    bytes.spend(count * entryBytes(bytes));
    return below;
  }).filter((below) => (below.number(tag.newSubfileType, 0) & 1) !== 0);
}

function entryBytes({ isBig }: TiffBytes): number {
  return isBig ? 20 : 12;
}

function readDirectory(bytes: TiffBytes, at: number, index: number, mostEntries: number): { readonly directory: Directory; readonly count: number; readonly next: number } {
  const [countBytes, wordBytes] = bytes.isBig ? [8, 8] : [2, 4];
  const count = bytes.isBig ? bytes.u64(at) : bytes.u16(at);
  if (count > mostEntries) throw bytes.corrupt(`page ${index} claims ${count} tags at ${at}, more than the file can hold.`);
  const entries = new Map<number, Entry>();
  for (let i = 0; i < count; i++) {
    const entryAt = at + countBytes + i * entryBytes(bytes);
    const [code, type, values] = [bytes.u16(entryAt), bytes.u16(entryAt + 2), bytes.word(entryAt + 4)];
    const valueAt = entryAt + 4 + wordBytes;
    const isInline = values * (typeBytes[type] ?? 1) <= wordBytes;
    if (!entries.has(code)) entries.set(code, { type, count: values, at: isInline ? valueAt : bytes.word(valueAt) });
  }
  return { directory: new Directory(index, bytes, entries), count, next: bytes.word(at + countBytes + count * entryBytes(bytes)) };
}

/** Whether a directory holds a reduced copy or a mask of another one instead of an image of its own. */
export function isAuxiliary(directory: Directory): boolean {
  return (directory.number(tag.newSubfileType, 0) & 0b101) !== 0;
}
