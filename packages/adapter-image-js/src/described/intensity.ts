import { border, grey, greyOrMask, greyPair, image, nativeResult, type Description } from "./description.js";

const bound = (description: string) => ({ type: "number", min: 0, max: 65_535, optional: true, description }) as const;
const factor = { type: "number", min: 0, description: "one number for all pixels" } as const;
const maskPair = { mask: { type: "array", dtypes: ["bool"], ranks: [2] }, other: { type: "array", dtypes: ["bool"], ranks: [2], description: "of the same shape" } } as const;
const masks = { mask: { type: "array", result: "mask" } } as const;

export const intensity: readonly Description[] = [
  {
    name: "invert", category: "arithmetic", inputs: { image: { ...image.image, dtypes: greyOrMask } }, synonyms: ["negative", "complement"],
    documentation: "Turns dark into bright: the largest value of the dtype less each value.",
  },
  {
    name: "increaseContrast", category: "exposure", inputs: image, tags: ["contrast"], synonyms: ["contrast stretching", "rescale intensity"],
    documentation: "Stretches the values between smallest and largest over the whole range of the dtype.",
  },
  {
    name: "level", category: "exposure", inputs: image, tags: ["contrast"], synonyms: ["gamma", "rescale intensity"],
    documentation: "Maps a range of values to another, along a curve of the exponent gamma.",
    parameters: {
      inputMin: bound("lower bound of what is mapped; default: the smallest value"), inputMax: bound("upper bound of what is mapped; default: the largest value"),
      outputMin: bound("what the lower bound becomes; default: 0"), outputMax: bound("what the upper bound becomes; default: the largest value of the dtype"),
      gamma: { type: "number", min: 0, exclusiveMin: true, max: 100, default: 1, description: "exponent of the curve" },
    },
  },
  { name: "add", category: "arithmetic", inputs: greyPair, positional: ["other"], documentation: "The sum of two images, clamped to their range." },
  {
    name: "subtract", category: "arithmetic", inputs: greyPair, positional: ["other"], synonyms: ["difference", "background subtraction"],
    documentation: "The difference of two images, clamped to their range.",
    parameters: { absolute: { type: "boolean", default: false, description: "whether the sign is dropped instead of clamping" } },
  },
  { name: "multiply", category: "arithmetic", inputs: image, positional: ["value"], parameters: { value: factor }, examples: [{ value: 2 }], documentation: "Multiplies by a number; the result is rounded down and clamped to the range of the image." },
  {
    name: "divide", category: "arithmetic", inputs: image, positional: ["value"], parameters: { value: { ...factor, exclusiveMin: true } }, examples: [{ value: 2 }],
    documentation: "Divides by a number; the result is rounded down and clamped to the range of the image.",
  },
  { name: "and", category: "comparisons", inputs: maskPair, positional: ["other"], outputs: masks, synonyms: ["intersection"], documentation: "Where both masks are set." },
  { name: "or", category: "comparisons", inputs: maskPair, positional: ["other"], outputs: masks, synonyms: ["union"], documentation: "Where either mask is set." },
  {
    name: "convertBitDepth", category: "conversion", inputs: { image: { ...image.image, dtypes: grey } }, positional: ["bitDepth"], outputs: nativeResult,
    documentation: "Turns 16 bits into 8 by dropping the lower half, and 8 into 16 by multiplying by 256.",
    parameters: { bitDepth: { type: "integer", min: 8, max: 16, description: "8 or 16" } },
    examples: [{ bitDepth: 8 }],
  },
  {
    name: "correctBackground", category: "filters", inputs: image, tags: ["illumination"], synonyms: ["background correction", "background subtraction", "flat field", "shading correction"],
    documentation: "Fits a polynomial surface to points of the background, and takes it off.",
    parameters: {
      background: { type: "list", minLength: 6, maxLength: 100_000, description: "points of the background: { row, column }", items: { type: "object", properties: { row: { type: "integer", min: 0 }, column: { type: "integer", min: 0 } } } },
      order: { type: "integer", min: 1, max: 5, default: 2, description: "degree of the surface" },
      backgroundKind: { type: "string", choices: ["light", "dark"], default: "light", description: "of a light background the result is inverted" },
    },
    examples: [{ background: [[1, 1], [1, 9], [12, 3], [14, 18], [7, 7], [3, 16], [18, 10]].map(([row, column]) => ({ row, column })), order: 1 }],
  },
  {
    name: "extendBorders", category: "geometry", inputs: image, synonyms: ["pad", "padding"],
    documentation: "Adds a frame around the image.",
    parameters: {
      horizontal: { type: "integer", min: 0, max: 4096, unit: "px", description: "thickness left and right" }, vertical: { type: "integer", min: 0, max: 4096, unit: "px", description: "thickness above and below" },
      ...border("reflect101"),
    },
    examples: [{ horizontal: 2, vertical: 2 }],
  },
];
