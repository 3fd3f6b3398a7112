/** What a codec may need to know of the block besides its bytes. */
export interface BlockTraits {
  readonly width: number;
  readonly height: number;
  /** Samples that are interleaved in the block. */
  readonly samples: number;
  /** Abbreviated tables that precede every JPEG block of the page; may be empty. */
  readonly jpegTables: Uint8Array;
  readonly isYCbCr: boolean;
}

/** One compression of TIFF blocks (strips and tiles) as a value; `codecs.ts` lists them by the number that the format gives them. */
export interface Codec {
  readonly name: string;
  /** No stored byte expands to more bytes, so a header's promise can be refused before memory is reserved for it. */
  readonly maxRatio: number;
  /** To be awaited before the first `decode`. */
  ready?(): Promise<void>;
  /** Decodes to `into`, which holds a whole block, and returns how many bytes it wrote. Throws where the data are damaged. */
  decode(block: Uint8Array, into: Uint8Array, traits: BlockTraits): number;
}
