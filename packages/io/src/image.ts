import type { NdArray } from "@openhcs/core";

/** A physical length. `unit` is "µm" wherever the file's unit is a length; else the file's own word, such as "pixel". */
export interface Length {
  readonly value: number;
  readonly unit: string;
}

/** Distance between neighbouring samples along each spatial axis; absent where the file does not say. */
export interface PixelSize {
  readonly x?: Length;
  readonly y?: Length;
  readonly z?: Length;
}

/**
 * An array as a file holds it.
 *
 * `axes` has one letter per axis, slowest first: T time, Z depth, C channel, Y row, X column, S sample of a colour (last, but first of
 * a page in files that keep colours in separate planes), I page of a file that does not say what its pages are, Q any other.
 */
export interface Image {
  readonly array: NdArray;
  readonly axes: string;
  readonly pixelSize: PixelSize;
  /** One name per index of axis C. */
  readonly channelNames?: readonly string[];
  /** How many series the file holds, where there is more than one; the option `series` reads another. */
  readonly seriesCount?: number;
  /** How many resolutions the series has, where there is more than one; the option `level` reads another. */
  readonly levelCount?: number;
  /** Names of the label images that lie beside the image, where there are any; the option `label` reads one. */
  readonly labelNames?: readonly string[];
}

/** What can be written: an array, and what is known about it. */
export interface WritableImage {
  readonly array: NdArray;
  readonly axes?: string;
  readonly pixelSize?: PixelSize;
  readonly channelNames?: readonly string[];
  /** Label images by name, each of the image's axes with or without C; OME-Zarr keeps them beside the image. */
  readonly labels?: Readonly<Record<string, NdArray>>;
}
