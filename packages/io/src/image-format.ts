import type { Image, WritableImage } from "./image.js";

/** The bytes of one file with what a reader must know about the request. */
export interface ImageSource {
  /** Name for messages. */
  readonly file: string;
  readonly bytes: Uint8Array;
  /** No single allocation may be larger, nor may all pixels together. */
  readonly maxBytes: number;
  /** Read only this page, counted from 0. */
  readonly page?: number;
  /** Read this series of a file that holds several, counted from 0. */
  readonly series?: number;
}

export interface WriteTarget {
  /** Name for messages. */
  readonly file: string;
  readonly compression: "deflate" | "none";
}

/**
 * One file format as a value. Adding one is a file like `png/png-format.ts` and a line in `image-formats.ts`; a host adds its own
 * by the option `formats`.
 */
export interface ImageFormat {
  readonly name: string;
  /** In lower case, with the dot; the first is the usual one. */
  readonly extensions: readonly string[];
  /** Whether a file beginning so is of this format. */
  matches(bytes: Uint8Array): boolean;
  /** @throws CorruptImageError, UnsupportedImageError, ImageTooLargeError, ImageRequestError */
  read(source: ImageSource): Image | Promise<Image>;
  /** The file in pieces, made as they are asked for. A format without it is read-only. */
  write?(image: WritableImage, target: WriteTarget): Iterable<Uint8Array>;
}
