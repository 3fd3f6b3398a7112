import { defineFunction, NdArray } from "@openhcs/core";
import { convertRange, type ConversionTarget } from "./convert-range.js";

const targets = ["bool", "uint8", "uint16", "int16", "float32", "float64"] as const satisfies readonly ConversionTarget[];

/** An image rescaled from the range of its dtype to that of another, as scikit-image's `img_as_*` do. */
export const convert = defineFunction({
  name: "convert",
  documentation: `Rescales an image from the range of its dtype to the range of another.

Floats span [-1, 1]; to unsigned integers x·max, to int16 x·32767.5 - 0.5, rounded half to even and clipped, so that negatives become 0 in
unsigned ones. Floats outside of [-1, 1] are refused; NaN becomes 0. Integers to floats: x / max, at least -1. Wider integers repeat the
bits (uint8 to uint16: ·257), narrower ones drop low bits (uint16 to uint8: ≫8); signed ones lose their negatives in unsigned ones.
Integers that already fit into the narrower dtype stay unscaled. To bool: greater than half of the maximum.`,
  category: "conversion",
  tags: ["dtype", "rescale"],
  synonyms: ["img_as_float", "img_as_float32", "img_as_float64", "img_as_ubyte", "img_as_uint", "img_as_int", "img_as_bool", "im2double", "im2uint8"],
  source: "skimage.util.img_as_float32, img_as_float64, img_as_ubyte, img_as_uint, img_as_int, img_as_bool",
  inputs: { image: { type: "array", description: "Any number of axes." } },
  parameters: {
    to: { type: "string", choices: targets, description: "Dtype of the result." },
    fromMask: { type: "boolean", default: false, description: "Reads the image as a mask: whatever is not zero is true and becomes the maximum." },
  },
  outputs: { image: { type: "array", result: "native", description: "Of the asked dtype and the same shape." } },
  cost: { latencyUs: 20, gbPerSec: 0.15 },
  tolerance: { kind: "allclose", rtol: 1e-7, atol: 0 },
  examples: [{ to: "float32" }, { to: "uint8", fromMask: true }, { to: "float64" }],
  golden: [{
    op: "convert", variant: "skimage",
    parameters: { to: { to: "to", values: { ubyte: "uint8", uint: "uint16", int: "int16" } }, fromBool: "fromMask" },
  }],
  reference: ({ image }, { to, fromMask }) => {
    const source = fromMask && image.dtype !== "bool" ? image.cast("bool") : image;
    return source.dtype === to ? source.copy() : new NdArray({ data: convertRange(source, to), shape: image.shape, dtype: to });
  },
});
