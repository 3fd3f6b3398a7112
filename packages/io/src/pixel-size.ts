import type { Length, PixelSize } from "./image.js";

/** A pixel size of what is known. */
export function pixelSize({ x, y, z }: { readonly [Axis in keyof PixelSize]: Length | undefined }): PixelSize {
  return { ...(x && { x }), ...(y && { y }), ...(z && { z }) };
}
