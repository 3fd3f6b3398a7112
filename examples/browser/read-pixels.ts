import { NdArray } from "@openhcs/core";

/**
 * The brightness of a picture that the browser can decode: [Y, X] uint8.
 *
 * Browsers decode to 8 bits; grey pictures keep their values, colours become luma (ITU-R BT.601).
 */
export async function readPixels(file: Blob): Promise<NdArray> {
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
