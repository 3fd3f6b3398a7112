import { border, greyPair, image, type Description } from "./description.js";

const odd = (description: string) => ({ type: "integer", min: 1, max: 1001, unit: "px", description: `${description}; odd` }) as const;
const row = (description: string) => ({ type: "list", items: { type: "number" }, minLength: 1, maxLength: 1001, description }) as const;
const matrix = (description: string) => ({ type: "list", items: { type: "list", items: { type: "number" } }, minLength: 1, maxLength: 101, description }) as const;
const normalize = { type: "boolean", default: false, description: "whether the kernel is divided by the sum of its values" } as const;

export const filters: readonly Description[] = [
  {
    name: "blur", category: "filters", inputs: image, tags: ["smoothing"], synonyms: ["mean filter", "box filter", "uniform filter"],
    documentation: "Replaces each value by the mean of a rectangle around it.",
    parameters: { width: odd("width of the rectangle"), height: odd("height of the rectangle"), ...border("reflect101") },
    examples: [{ width: 3, height: 3 }],
  },
  {
    name: "gaussianBlur", category: "filters", inputs: image, tags: ["smoothing"], synonyms: ["gaussian filter"],
    documentation: "Smooths with a Gaussian kernel that is cut off at twice its sigma, or at the size that is given.",
    parameters: { sigma: { type: "number", min: 0, exclusiveMin: true, max: 250, unit: "px", description: "standard deviation" }, size: { ...odd("size of the kernel"), optional: true }, ...border("reflect101") },
    examples: [{ sigma: 1 }],
  },
  {
    name: "medianFilter", category: "filters", inputs: image, tags: ["smoothing", "noise"], synonyms: ["median blur"],
    documentation: "Replaces each value by the median of a square around it.",
    parameters: { cellSize: { ...odd("side of the square"), default: 3, max: 101 }, ...border("reflect101") },
  },
  {
    name: "derivativeFilter", category: "filters", inputs: { image: { ...image.image, dtypes: ["uint8"] } }, tags: ["edges"], synonyms: ["sobel", "scharr", "prewitt", "gradient magnitude"],
    documentation: "Finds edges by the magnitude of the gradient. Of 16-bit images image-js gives 8 bits, which cannot hold the result; they are refused.",
    parameters: { filter: { type: "string", choices: ["sobel", "scharr", "prewitt"], default: "sobel", description: "the kernels" }, ...border("replicate") },
  },
  {
    name: "gradientFilter", category: "filters", inputs: { image: { ...image.image, dtypes: ["uint8"] } }, tags: ["edges"], synonyms: ["gradient magnitude"],
    documentation: "The magnitude of the gradient by kernels of one's own. Of 16-bit images image-js gives 8 bits, which cannot hold the result; they are refused.",
    parameters: { kernelX: matrix("kernel along x, rows of numbers"), kernelY: matrix("kernel along y, rows of numbers"), ...border("replicate") },
    examples: [{ kernelX: [[-1, 0, 1]], kernelY: [[-1], [0], [1]] }],
  },
  {
    name: "directConvolution", category: "filters", inputs: image, positional: ["kernel"], tags: ["convolution"], synonyms: ["convolve"],
    documentation: "Weighs the surroundings of each value by a kernel; the result is rounded and clamped to the range of the image.",
    parameters: { kernel: matrix("rows of numbers; an odd number of rows and columns"), normalize, ...border("reflect101") },
    examples: [{ kernel: [[0, 1, 0], [1, 1, 1], [0, 1, 0]], normalize: true }],
  },
  {
    name: "rawDirectConvolution", category: "filters", inputs: image, positional: ["kernel"], outputs: { image: { type: "array", result: "float" } }, tags: ["convolution"], synonyms: ["convolve"],
    documentation: "Weighs the surroundings of each value by a kernel, without rounding.",
    parameters: { kernel: matrix("rows of numbers; an odd number of rows and columns"), normalize, ...border("reflect101") },
    examples: [{ kernel: [[-1, 0, 1]] }],
  },
  {
    name: "separableConvolution", category: "filters", inputs: image, positional: ["kernelX", "kernelY"], tags: ["convolution"], synonyms: ["convolve"],
    documentation: "Weighs the surroundings of each value by one kernel along x and one along y; the result is rounded and clamped to the range of the image.",
    parameters: { kernelX: row("kernel along x, of odd length"), kernelY: row("kernel along y, of odd length"), normalize, ...border("reflect101") },
    examples: [{ kernelX: [1, 2, 1], kernelY: [1, 2, 1], normalize: true }],
  },
  {
    name: "pixelate", category: "filters", inputs: image, synonyms: ["mosaic"],
    documentation: "Gives every cell of a grid one value.",
    parameters: {
      cellSize: { type: "integer", min: 1, max: 4096, unit: "px", description: "side of a cell" },
      algorithm: { type: "string", choices: ["center", "median", "mean"], default: "center", description: "which value of the cell" },
    },
    examples: [{ cellSize: 3 }],
  },
  {
    name: "hypotenuse", category: "filters", inputs: greyPair, positional: ["other"], tags: ["arithmetic"], synonyms: ["hypot"],
    documentation: "The square root of the sum of the squares of two images, clamped to their range.",
  },
];
