import { defineFunction } from "@openhcs/core";
import { readImage } from "./read-image.js";

/** Reading a file as a function, so that patterns and templates can begin with one. */
export const imageRead = defineFunction({
  name: "imageRead",
  documentation:
    "Reads the pixels of an image file. Pages become leading axes, colours stay in the last axis, palette images give their indices, one-bit images are bool.",
  category: "input",
  tags: ["io"],
  synonyms: ["open", "load", "imread"],
  source: "tifffile (asarray) and Pillow, whose shapes and dtypes it follows",
  inputs: {},
  parameters: {
    file: { type: "file", description: "path or bytes of a .npy, PNG or TIFF file", extensions: [".npy", ".png", ".tif", ".tiff", ".btf", ".tf8"] },
    page: { type: "integer", min: 0, optional: true, description: "read only this page, counted from 0" },
    series: { type: "integer", min: 0, optional: true, description: "which series of a file that holds several" },
  },
  outputs: { pixels: { type: "array", result: "image", description: "the pixels in the file's dtype" } },
  tolerance: { kind: "exact" },
  golden: [{ op: "image_read", variant: "tifffile" }],
  reference: async (_, { file, page, series }) => {
    const image = await readImage(file, { ...(page !== undefined && { page }), ...(series !== undefined && { series }) });
    return image.array;
  },
});
