import { defineFunction } from "@openhcs/core";
import { readImage } from "./read-image.js";

/** Reading a file as a function, so that patterns and templates can begin with one. */
export const imageRead = defineFunction({
  name: "imageRead",
  documentation: `Reads the pixels of an image file, with its axes and pixel size.

The main output is the array; \`call\` also gives what the file says of it. Pages become leading axes, colours stay in the last axis,
palette images give their indices, one-bit images are bool. Of an OME-Zarr folder, axes T, C and Z of extent 1 are left out, as in
OME-TIFF; a plate gives its fields as series. The content decides the format, never the extension.

Files that are missing, damaged or of no known kind are refused (IMAGE_NOT_FOUND, CORRUPT_IMAGE, UNSUPPORTED_IMAGE), as is a page, a
series, a level or a label image that does not exist (IMAGE_REQUEST).`,
  category: "input",
  tags: ["io"],
  synonyms: ["open", "load", "imread"],
  source: "tifffile (asarray) and Pillow, whose shapes and dtypes it follows",
  inputs: {},
  parameters: {
    file: { type: "file", description: "Path or bytes of a .npy, PNG or TIFF file, or path of an OME-Zarr folder.", extensions: [".npy", ".png", ".tif", ".tiff", ".btf", ".tf8", ".zarr"] },
    page: { type: "integer", min: 0, optional: true, description: "Read only this page, counted from 0." },
    series: { type: "integer", min: 0, optional: true, description: "Which series of a file that holds several, or field of a plate, counted from 0." },
    level: { type: "integer", min: 0, optional: true, description: "Which resolution of a pyramid; 0 is the full one." },
    label: { type: "string", optional: true, description: "Name of a label image beside an OME-Zarr image, read in its place." },
  },
  outputs: {
    pixels: { type: "array", result: "image", description: "The pixels in the file's dtype." },
    axes: { type: "string", description: "A letter per axis, slowest first: T, Z, C, Y, X, S (colour sample), I (page) or Q (any other)." },
    pixelSize: { type: "object", description: "Distance between samples along x, y and z as {value, unit}, as far as the file says." },
  },
  main: "pixels",
  cost: { latencyUs: 1000, gbPerSec: 0.15 },
  tolerance: { kind: "exact" },
  examples: [{ file: "nuclei.tif" }, { file: "stack.tif", page: 0 }],
  golden: [{ op: "image_read", variant: "tifffile" }],
  reference: async (_, { file, page, series, level, label }, { mostBytes }) => {
    const part = Object.fromEntries(Object.entries({ maxBytes: mostBytes, page, series, level, label }).filter(([, value]) => value !== undefined));
    const { array, axes, pixelSize } = await readImage(file, part);
    return { pixels: array, axes, pixelSize: { ...pixelSize } };
  },
});
