/** One tag for a TIFF made by hand: field type 2 ASCII, 3 SHORT, 4 LONG, 5 RATIONAL (two values each). */
export interface HandTag {
  readonly code: number;
  readonly type?: 2 | 3 | 4 | 5;
  readonly values: readonly number[];
  /** Claimed in the file instead of the true count. */
  readonly count?: number;
}

export interface HandPage {
  readonly tags: readonly HandTag[];
  /** Follows the directory; a tag points to it by the value NaN. */
  readonly data?: Uint8Array;
  /** Where the next directory is claimed to be; by default where it is. */
  readonly next?: number;
}

/** A little-endian classic TIFF from its parts, right or wrong: NaN as a value of a tag stands for the offset of the page's data. */
export function handmadeTiff(pages: readonly HandPage[]): Uint8Array {
  const pieces: Buffer[] = [Buffer.from("49492a0008000000", "hex")];
  let at = 8;
  for (const [i, { tags, data = new Uint8Array(0), next }] of pages.entries()) {
    const outside = tags.filter((tag) => tagBytes(tag) > 4);
    const directoryBytes = 2 + tags.length * 12 + 4;
    const dataAt = at + directoryBytes + outside.reduce((sum, tag) => sum + tagBytes(tag), 0);
    const directory = Buffer.alloc(dataAt - at);
    directory.writeUInt16LE(tags.length, 0);
    let outsideAt = directoryBytes;
    for (const [j, tag] of tags.entries()) {
      const entry = 2 + j * 12;
      directory.writeUInt16LE(tag.code, entry);
      directory.writeUInt16LE(tag.type ?? 4, entry + 2);
      directory.writeUInt32LE(tag.count ?? (tag.type === 5 ? tag.values.length / 2 : tag.values.length), entry + 4);
      const isOutside = tagBytes(tag) > 4;
      if (isOutside) directory.writeUInt32LE(at + outsideAt, entry + 8);
      const size = { 2: 1, 3: 2, 4: 4, 5: 4 }[tag.type ?? 4];
      for (const [k, value] of tag.values.entries()) directory.writeUIntLE(Number.isNaN(value) ? dataAt : value, (isOutside ? outsideAt : entry + 8) + k * size, size);
      if (isOutside) outsideAt += tagBytes(tag);
    }
    const end = dataAt + data.length;
    directory.writeUInt32LE(next ?? (i === pages.length - 1 ? 0 : end), directoryBytes - 4);
    pieces.push(directory, Buffer.from(data));
    at = end;
  }
  return new Uint8Array(Buffer.concat(pieces));
}

/** The tags of a one-strip grey page, with others instead or besides. */
export function greyPage(width: number, height: number, data: Uint8Array, replaced: Readonly<Record<number, readonly number[]>> = {}): HandPage {
  const tags: Record<number, readonly number[]> = {
    256: [width], 257: [height], 258: [8], 259: [1], 262: [1], 273: [Number.NaN], 277: [1], 278: [height], 279: [data.length], ...replaced,
  };
  return { tags: Object.entries(tags).map(([code, values]) => ({ code: Number(code), values })), data };
}

function tagBytes({ type = 4, values }: HandTag): number {
  return values.length * { 2: 1, 3: 2, 4: 4, 5: 4 }[type];
}
