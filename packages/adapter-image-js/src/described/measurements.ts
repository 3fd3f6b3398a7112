import { greyPair, image, type Description } from "./description.js";

const number = (description: string) => ({ value: { type: "number", description } }) as const;

export const measurements: readonly Description[] = [
  { name: "mean", category: "measurements", inputs: image, outputs: number("the mean"), synonyms: ["average"], documentation: "The mean of an image." },
  { name: "median", category: "measurements", inputs: image, outputs: number("the median"), documentation: "The median of an image." },
  { name: "variance", category: "measurements", inputs: image, outputs: number("the variance"), documentation: "The variance of an image." },
  { name: "computeMse", category: "measurements", inputs: greyPair, positional: ["other"], outputs: number("the error"), synonyms: ["mean squared error"], documentation: "The mean of the squared differences of two images." },
  { name: "computeRmse", category: "measurements", inputs: greyPair, positional: ["other"], outputs: number("the error"), synonyms: ["root mean square error"], documentation: "The root of the mean of the squared differences of two images." },
  { name: "computePsnr", category: "measurements", inputs: greyPair, positional: ["other"], outputs: { value: { type: "number", unit: "dB" } }, synonyms: ["peak signal-to-noise ratio"], documentation: "How like two images are: the peak signal-to-noise ratio, infinite for equal ones." },
  {
    name: "histogram", category: "measurements", inputs: image, outputs: { histogram: { type: "table", description: "one row per slot: count" } },
    documentation: "How often values occur.",
    parameters: { slots: { type: "integer", min: 2, max: 65_536, optional: true, description: "number of equal ranges, a power of two; default: one per value" } },
  },
  {
    name: "getExtrema", category: "measurements", inputs: image, outputs: { points: { type: "table", description: "one row per point: row, column" } }, synonyms: ["local maxima", "peak local max", "local minima", "spots"],
    documentation: "Points that are brighter, or darker, than all around them.",
    parameters: {
      kind: { type: "string", choices: ["maximum", "minimum"], default: "maximum", description: "brighter or darker" },
      algorithm: { type: "string", choices: ["star", "square", "cross"], default: "star", description: "which neighbours are compared" },
      maxEquals: { type: "integer", min: 0, max: 100, default: 2, description: "how many neighbours may have the same value" },
    },
  },
  {
    name: "alignMinDifference", category: "registration", inputs: { image: { ...image.image, description: "what is moved; no larger than the other" }, other: { ...image.image, description: "what it is aligned to" } }, positional: ["other"],
    outputs: { translation: { type: "object", description: "row and column of the image in the other, and their similarity" } }, synonyms: ["register translation", "alignment"],
    documentation: "Finds the translation by which one image differs least from another.",
  },
];
