import { NdArray } from "@openhcs/core";

/**
 * A [Y, X] image from a file: TIFF, PNG and .npy as they are stored, the first page of several; the brightness of any other picture
 * that the browser can decode, and of those in colour.
 */
export async function readPixels(name: string, file: Blob): Promise<NdArray> {
  const { fileFormats, readImageBytes } = await import("@openhcs/io/bytes");
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (!fileFormats.some((format) => format.matches(bytes))) return readPicture(file);
  const { array, axes } = await readImageBytes(bytes, { name, page: 0 });
  return axes === "YX" ? array : readPicture(file);
}

/** Brightness as uint8: browsers decode to 8 bits. Colours become luma (ITU-R BT.601). */
async function readPicture(file: Blob): Promise<NdArray> {
  const bitmap = await createImageBitmap(file, { colorSpaceConversion: "none", premultiplyAlpha: "none" });
  const { width, height } = bitmap;
  const context = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
  if (context === null) throw new Error("this browser has no 2D canvas.");
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  const { data } = context.getImageData(0, 0, width, height);
  const luma = (_: unknown, pixel: number) => 0.299 * data[4 * pixel]! + 0.587 * data[4 * pixel + 1]! + 0.114 * data[4 * pixel + 2]!;
  return NdArray.from(Float64Array.from({ length: width * height }, luma)).cast("uint8").reshape([height, width]);
}
