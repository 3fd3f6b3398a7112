import type { ParameterArgument } from "@openhcs/core";
import type { Image, WritableImage } from "./image.js";

/** Which part of an image is asked for. */
export interface ImageRequest {
  /** Name for messages. */
  readonly file: string;
  /** No single allocation may be larger, nor may all pixels together. */
  readonly maxBytes: number;
  /** Read only this page, counted from 0. */
  readonly page?: number;
  /** Read this series of a file that holds several, counted from 0. */
  readonly series?: number;
  /** Read this resolution of a pyramid; 0 is the full one. */
  readonly level?: number;
  /** Read the label image of this name that lies beside the image. */
  readonly label?: string;
}

/** The bytes of one file with what a reader must know about the request. */
export interface ImageSource extends ImageRequest {
  readonly bytes: Uint8Array;
}

/** How a file is written, where it leaves a choice; each format has some of these (`ImageFormat.writeOptions`). */
export interface WriteOptions {
  /** Default "deflate"; .npy is never compressed. */
  readonly compression?: "deflate" | "none";
  /** What deflate is given instead of the values: differences of integers, or of the bytes of floats. Default: "horizontal" for integers of up to 32 bits, else "none". */
  readonly predictor?: "none" | "horizontal" | "floating-point";
  /** Edge of the square tiles or chunks that a plane is cut into, in pixels. */
  readonly tileSize?: number;
  /** Resolutions, the full one included; each halves Y and X of the one before. */
  readonly levels?: number;
  /** How a pixel of a lower resolution comes from four: their mean, or the first of them, as labels need it. */
  readonly downsampling?: "mean" | "nearest";
  /** 64-bit offsets. */
  readonly bigTiff?: boolean;
  /** Version of OME-NGFF: 0.4 over Zarr 2, 0.5 over Zarr 3. */
  readonly ngffVersion?: "0.4" | "0.5";
}

export interface WriteTarget extends WriteOptions {
  /** Name for messages. */
  readonly file: string;
  readonly compression: "deflate" | "none";
}

interface FormatTraits {
  readonly name: string;
  /** In lower case, with the dot; the first is the usual one. */
  readonly extensions: readonly string[];
  /** The options of writing that it has, as literal data for command lines and user interfaces. */
  readonly writeOptions?: { readonly [Name in keyof WriteOptions]?: ParameterArgument };
}

/**
 * One file format as a value. Adding one is a file like `png/png-format.ts` and a line in `image-formats.ts`; a host adds its own
 * by the option `formats`.
 */
export interface FileFormat extends FormatTraits {
  /** Whether a file beginning so is of this format. */
  matches(bytes: Uint8Array): boolean;
  /** @throws CorruptImageError, UnsupportedImageError, ImageTooLargeError, ImageRequestError */
  read(source: ImageSource): Image | Promise<Image>;
  /** The file in pieces, made as they are asked for. A format without it is read-only. */
  write?(image: WritableImage, target: WriteTarget): Iterable<Uint8Array>;
}

/** A format that is a folder of files, such as OME-Zarr. */
export interface FolderFormat extends FormatTraits {
  /** Whether a folder is of this format. */
  matchesFolder(path: string): Promise<boolean>;
  /** @throws CorruptImageError, UnsupportedImageError, ImageTooLargeError, ImageRequestError, ImageFileError */
  readFolder(path: string, request: ImageRequest): Promise<Image>;
  /** Fills an empty folder, which takes its name once this is done. A format without it is read-only. */
  writeFolder?(folder: string, image: WritableImage, target: WriteTarget): Promise<void>;
}

export type ImageFormat = FileFormat | FolderFormat;

export function isFolderFormat(format: ImageFormat): format is FolderFormat {
  return "matchesFolder" in format;
}

export function isFileFormat(format: ImageFormat): format is FileFormat {
  return !isFolderFormat(format);
}
