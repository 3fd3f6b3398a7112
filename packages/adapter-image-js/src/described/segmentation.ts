import { image, mask, maskResult, type Description } from "./description.js";

const algorithm = {
  type: "string", default: "otsu", description: "how the threshold is found",
  choices: ["huang", "intermodes", "isodata", "li", "maxEntropy", "mean", "minError", "minimum", "moments", "otsu", "percentile", "renyiEntropy", "shanbhag", "triangle", "yen"],
} as const;
const synonyms = ["otsu", "li", "triangle", "yen", "huang", "isodata", "binarization"];

export const segmentation: readonly Description[] = [
  {
    name: "threshold", category: "thresholds", inputs: image, outputs: maskResult, parameters: { algorithm }, tags: ["segmentation"], synonyms,
    documentation: "The pixels above a threshold that is found from the histogram.",
  },
  {
    name: "computeThreshold", category: "thresholds", inputs: image, parameters: { algorithm }, tags: ["segmentation"], synonyms,
    outputs: { threshold: { type: "number", description: "in the unit of the image" } },
    documentation: "A threshold from the histogram.",
  },
  {
    name: "cannyEdgeDetector", category: "filters", inputs: image, outputs: maskResult, tags: ["edges"], synonyms: ["canny"],
    documentation: "Finds edges as lines of one pixel.",
    citations: [{ text: "Canny J (1986). A computational approach to edge detection. IEEE Trans. Pattern Anal. Mach. Intell. PAMI-8(6):679–698.", doi: "10.1109/TPAMI.1986.4767851" }],
    parameters: {
      lowThreshold: { type: "number", min: 0, max: 1, default: 0.04, description: "gradients below are no edges, as a part of the largest" },
      highThreshold: { type: "number", min: 0, max: 1, default: 0.1, description: "gradients above are edges" },
      gaussianBlurOptions: { type: "object", properties: { sigma: { type: "number", min: 0, exclusiveMin: true, max: 250 } }, default: { sigma: 1 }, description: "smoothing before: { sigma }" },
      hysteresis: { type: "boolean", default: true, description: "whether weak edges count that are connected with strong ones" },
    },
  },
  {
    name: "fromMask", category: "labels", inputs: mask, outputs: { labels: { type: "array", result: "labels" } }, tags: ["segmentation"], synonyms: ["label", "connected components", "regions"],
    documentation: "Numbers the connected regions of a mask, from 1 in the order of their first pixel; 0 is what is not set.",
    parameters: { allowCorners: { type: "boolean", default: false, description: "whether pixels are connected by their corners" } },
  },
];
