import { border, image, widest, type Description } from "./description.js";

const interpolationType = { type: "string", choices: ["nearest", "bilinear", "bicubic"], default: "bilinear", description: "how values between pixels are found" } as const;
const extent = (description: string) => ({ type: "integer", min: 1, max: widest, unit: "px", optional: true, description }) as const;
const factor = (description: string) => ({ type: "number", min: 0, exclusiveMin: true, max: 16, optional: true, description }) as const;

export const geometry: readonly Description[] = [
  {
    name: "flip", category: "geometry", inputs: image, synonyms: ["mirror"],
    documentation: "Mirrors the image.",
    parameters: { axis: { type: "string", choices: ["horizontal", "vertical", "both"], default: "horizontal", description: "horizontal: left becomes right" } },
  },
  {
    name: "rotate", category: "geometry", inputs: image, positional: ["angle"],
    documentation: "Turns the image clockwise by a multiple of a right angle.",
    parameters: { angle: { type: "integer", min: -270, max: 270, default: 90, unit: "°", description: "a multiple of 90 other than 0" } },
  },
  {
    name: "transformRotate", category: "geometry", inputs: image, positional: ["angle"],
    documentation: "Turns the image anti-clockwise about its centre by any angle.",
    parameters: {
      angle: { type: "number", min: -360, max: 360, unit: "°", description: "anti-clockwise" }, scale: { type: "number", min: 0, exclusiveMin: true, max: 16, default: 1, description: "factor of size" },
      interpolationType, ...border("constant"),
    },
    examples: [{ angle: 30 }],
  },
  {
    name: "resize", category: "geometry", inputs: image, synonyms: ["scale", "zoom", "rescale"],
    documentation: "Makes the image larger or smaller, to an extent or by a factor.",
    parameters: {
      width: extent("width of the result"), height: extent("height of the result"), xFactor: factor("factor of the width"), yFactor: factor("factor of the height"),
      preserveAspectRatio: { type: "boolean", default: true, description: "whether an extent that is not given follows the other" }, interpolationType, ...border("constant"),
    },
    examples: [{ width: 10 }],
  },
  {
    name: "crop", category: "geometry", inputs: image, synonyms: ["cut out", "region of interest"],
    documentation: "Cuts a rectangle out of the image.",
    parameters: {
      origin: { type: "object", properties: { row: { type: "integer", min: 0 }, column: { type: "integer", min: 0 } }, default: { row: 0, column: 0 }, description: "the upper left corner: { row, column }" },
      width: extent("default: up to the right border"), height: extent("default: down to the lower border"),
    },
  },
];
