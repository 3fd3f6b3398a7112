import { greyOrMask, image, mask, maskResult, type Description } from "./description.js";

const inputs = { image: { ...image.image, dtypes: greyOrMask, description: "a grey plane or a mask" } } as const;
const parameters = {
  kernel: {
    type: "list", minLength: 1, maxLength: 101, default: [[1, 1, 1], [1, 1, 1], [1, 1, 1]], description: "the neighbourhood: rows of 0 and 1, an odd number of rows and columns",
    items: { type: "list", minLength: 1, maxLength: 101, items: { type: "integer", min: 0, max: 1 } },
  },
  iterations: { type: "integer", min: 1, max: 1000, default: 1, description: "how often it is done" },
} as const;
const allowCorners = { type: "boolean", default: false, description: "whether pixels are connected by their corners" } as const;

export const morphology: readonly Description[] = [
  { name: "erode", category: "morphology", inputs, parameters, synonyms: ["erosion", "minimum filter"], documentation: "The smallest value of the neighbourhood." },
  { name: "dilate", category: "morphology", inputs, parameters, synonyms: ["dilation", "maximum filter"], documentation: "The largest value of the neighbourhood." },
  { name: "open", category: "morphology", inputs, parameters, synonyms: ["opening"], documentation: "Erosion, then dilation: takes away what is bright and smaller than the neighbourhood." },
  { name: "close", category: "morphology", inputs, parameters, synonyms: ["closing"], documentation: "Dilation, then erosion: fills what is dark and smaller than the neighbourhood." },
  { name: "topHat", category: "morphology", inputs, parameters, synonyms: ["white top-hat", "background subtraction"], documentation: "The image less its opening: what is bright and smaller than the neighbourhood." },
  { name: "bottomHat", category: "morphology", inputs, parameters, synonyms: ["black top-hat", "background subtraction"], documentation: "The closing less the image: what is dark and smaller than the neighbourhood." },
  { name: "morphologicalGradient", category: "morphology", inputs, parameters, tags: ["edges"], documentation: "Dilation less erosion: the edges." },
  {
    name: "clearBorder", category: "morphology", inputs: mask, outputs: maskResult, synonyms: ["remove objects at the border"],
    documentation: "Takes away what touches the border of a mask.",
    parameters: { allowCorners, color: { type: "string", choices: ["white", "black"], default: "white", description: "whether set or unset pixels are taken away" } },
  },
  {
    name: "floodFill", category: "morphology", inputs: mask, outputs: maskResult, synonyms: ["bucket fill"],
    documentation: "Sets what is unset and connected with a pixel.",
    parameters: { origin: { type: "object", properties: { row: { type: "integer", min: 0 }, column: { type: "integer", min: 0 } }, default: { row: 0, column: 0 }, description: "where to begin: { row, column }" }, allowCorners },
  },
  { name: "solidFill", category: "morphology", inputs: mask, outputs: maskResult, parameters: { allowCorners }, synonyms: ["fill holes", "binary fill holes"], documentation: "Fills the holes of a mask." },
];
