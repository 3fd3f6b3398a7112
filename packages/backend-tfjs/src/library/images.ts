import type { Tensor2D, Tensor4D } from "@tensorflow/tfjs-core";
import { asImages, type Description } from "./description.js";

const size = { type: "list", items: { type: "integer", min: 1 }, minLength: 2, maxLength: 2, description: "[height, width] of the result" } as const;
const alignCorners = { type: "boolean", default: false, description: "Whether the centres of the corner pixels stay where they are." } as const;
const window = { type: "integer", min: 1, max: 101, default: 2, unit: "px", description: "Side of the window, and how far apart windows lie." } as const;

/** Functions of planes, most of tf.image. */
export const images: readonly Description[] = [
  {
    name: "resizeBilinear", documentation: "Resizes by linear interpolation between the four nearest pixels (tf.image.resizeBilinear).", tags: ["geometry"], contract: "pure3d",
    parameters: { size, alignCorners }, examples: [{ size: [7, 5] }],
    apply: (tf, image, { size: to, alignCorners: align }) => asImages(tf, image, (images4d) => tf.image.resizeBilinear(images4d, to, align)),
  },
  {
    name: "resizeNearestNeighbor", documentation: "Resizes by the nearest pixel (tf.image.resizeNearestNeighbor).", tags: ["geometry"], contract: "pure3d",
    parameters: { size, alignCorners }, examples: [{ size: [7, 5] }],
    apply: (tf, image, { size: to, alignCorners: align }) => asImages(tf, image, (images4d) => tf.image.resizeNearestNeighbor(images4d, to, align)),
  },
  {
    name: "rotateWithOffset", documentation: "Rotates each plane counterclockwise about a centre, by the nearest pixel (tf.image.rotateWithOffset).", tags: ["geometry"], contract: "pure3d",
    parameters: {
      radians: { type: "number", description: "Angle." },
      fillValue: { type: "number", default: 0, description: "Value outside of the image." },
      centre: { type: "number", min: 0, max: 1, default: 0.5, description: "Centre along both axes, as a share of the extent." },
    },
    examples: [{ radians: 0.5 }],
    apply: (tf, image, { radians, fillValue, centre }) => asImages(tf, image, (images4d) => tf.image.rotateWithOffset(images4d, radians, fillValue, centre)),
  },
  {
    name: "flipLeftRight", documentation: "Mirrors each plane left to right (tf.image.flipLeftRight).", tags: ["geometry"], contract: "pure3d",
    apply: (tf, image) => asImages(tf, image, (images4d) => tf.image.flipLeftRight(images4d)),
  },
  {
    name: "transform", documentation: "A projective transform: what a pixel (x, y) of the result reads is at ((ax + by + c) / k, (dx + ey + f) / k), k = gx + hy + 1 (tf.image.transform).", tags: ["geometry"], contract: "pure2d",
    parameters: {
      transform: { type: "list", items: { type: "number" }, minLength: 8, maxLength: 8, description: "[a, b, c, d, e, f, g, h]" },
      interpolation: { type: "string", choices: ["nearest", "bilinear"], default: "nearest", description: "Between pixels." },
      fillMode: { type: "string", choices: ["constant", "reflect", "wrap", "nearest"], default: "constant", description: "Outside of the image." },
      fillValue: { type: "number", default: 0, description: "Value of the mode constant." },
    },
    examples: [{ transform: [1, 0, 1, 0, 1, 0, 0, 0] }],
    apply: (tf, image, { transform, interpolation, fillMode, fillValue }) =>
      asImages(tf, image, (images4d) => tf.image.transform(images4d, tf.tensor2d([transform]), interpolation, fillMode, fillValue)),
  },
  {
    name: "avgPool", documentation: "The mean of each window; windows lie beside each other, and those at the end are cut off (tf.avgPool).", tags: ["filters", "pooling"], contract: "pure3d",
    parameters: { window }, examples: [{ window: 2 }],
    apply: (tf, image, { window: side }) => asImages(tf, image, (images4d) => tf.avgPool(images4d, side, side, "same")),
  },
  {
    name: "maxPool", documentation: "The maximum of each window; windows lie beside each other, and those at the end are cut off (tf.maxPool).", tags: ["filters", "pooling"], contract: "pure3d",
    parameters: { window }, examples: [{ window: 2 }],
    apply: (tf, image, { window: side }) => asImages(tf, image, (images4d) => tf.maxPool(images4d, side, side, "same")),
  },
  {
    name: "conv2d", documentation: "Correlates each plane with a kernel, zeros outside of the image (tf.conv2d, padding same).", tags: ["filters", "convolution"], contract: "pure3d",
    inputs: { image: { type: "array", dtypes: ["float32"], description: "Planes." }, kernel: { type: "array", dtypes: ["float32"], ranks: [2], description: "Weights." } },
    apply: (tf, image, _, { kernel }) => asImages(tf, image, (images4d) => tf.conv2d(images4d, tf.reshape(kernel as Tensor2D, [...(kernel as Tensor2D).shape, 1, 1]) as Tensor4D, 1, "same")),
  },
];
