import { extname } from "node:path";
import { buffer } from "node:stream/consumers";
import type { NdArray } from "@openhcs/core";
import { encodeNpy, imageFormats, isFolderFormat, readImage, writeImage, type Image } from "@openhcs/io";
import type { Terminal } from "./terminal.js";
import { UsageError } from "./usage-error.js";

/** The name of standard input and standard output among paths. */
export const standardStream = "-";

const folderExtensions = imageFormats.filter(isFolderFormat).flatMap((format) => format.extensions);

/** Whether a path names an image that is a folder, such as an OME-Zarr, and no folder for several results. */
export function isImageFolder(path: string): boolean {
  return folderExtensions.includes(extname(path).toLowerCase());
}

/** An image from a file or a folder of its own, or from standard input in any format whose bytes can be recognised. */
export async function readInput({ stdin }: Terminal, path: string): Promise<Image> {
  if (path !== standardStream) return readImage(path);
  if (stdin.isTTY === true) throw new UsageError("- reads an image from standard input, which is a terminal; pipe one into it.");
  return readImage(await buffer(stdin), { name: "standard input" });
}

/** What an array is, besides its elements. */
export interface OutputTraits {
  readonly source: Image | undefined;
  readonly isLabels: boolean;
  /** Whether its pixels may be frequencies. */
  readonly hasSpectra: boolean;
}

/** Writes an array by the extension of the path, or as .npy to standard output; axes and pixel size go along where they still fit. */
export async function writeOutput({ stdout }: Terminal, path: string, array: NdArray, { source, isLabels, hasSpectra }: OutputTraits): Promise<void> {
  // The lower resolutions that a folder has by default must not hold the means of labels.
  if (path !== standardStream) return writeImage(path, { array, ...inherited(array, source, hasSpectra) }, isLabels && isImageFolder(path) ? { downsampling: "nearest" } : {});
  if (stdout.isTTY === true) throw new UsageError("-o - writes .npy bytes to standard output, which is a terminal; pipe it or name a file.");
  await new Promise<void>((resolve, reject) => { stdout.write(encodeNpy(array), (error) => (error ? reject(error) : resolve())); });
}

/**
 * What is known of the source, as far as the result has as many axes, or has lost the leading ones; the pixel size where the planes are
 * as large as they were, for what has another size may be scaled.
 */
function inherited(array: NdArray, source: Image | undefined, hasSpectra: boolean): Partial<Pick<Image, "axes" | "pixelSize">> {
  if (source === undefined) return {};
  const axes = source.axes.slice(source.axes.length - array.rank);
  const fits = array.rank <= source.axes.length && axes.endsWith("YX") && [...axes].every((axis) => "TZCYXQI".includes(axis));
  if (!fits) return {};
  const isAsLarge = (axis: string) => array.shape[axes.indexOf(axis)] === source.array.shape[source.axes.indexOf(axis)];
  if (hasSpectra || !isAsLarge("Y") || !isAsLarge("X")) return { axes };
  const { z, ...plane } = source.pixelSize;
  return { axes, pixelSize: z === undefined || (axes.includes("Z") && !isAsLarge("Z")) ? plane : source.pixelSize };
}
