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

/** Writes an array by the extension of the path, or as .npy to standard output; axes and pixel size go along where they still fit. */
export async function writeOutput({ stdout }: Terminal, path: string, array: NdArray, { source, isLabels = false }: { readonly source: Image | undefined; readonly isLabels?: boolean }): Promise<void> {
  // The lower resolutions that a folder has by default must not hold the means of labels.
  if (path !== standardStream) return writeImage(path, { array, ...inherited(array, source) }, isLabels && isImageFolder(path) ? { downsampling: "nearest" } : {});
  if (stdout.isTTY === true) throw new UsageError("-o - writes .npy bytes to standard output, which is a terminal; pipe it or name a file.");
  await new Promise<void>((resolve, reject) => { stdout.write(encodeNpy(array), (error) => (error ? reject(error) : resolve())); });
}

/** What is known of the source, as far as the result has as many axes, or has lost the leading ones. */
function inherited(array: NdArray, source: Image | undefined): Partial<Pick<Image, "axes" | "pixelSize">> {
  if (source === undefined) return {};
  const axes = source.axes.slice(source.axes.length - array.rank);
  const fits = array.rank <= source.axes.length && axes.endsWith("YX") && [...axes].every((axis) => "TZCYXQI".includes(axis));
  return fits ? { axes, pixelSize: source.pixelSize } : {};
}
