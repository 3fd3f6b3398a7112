import { grey, nativeResult, type Description } from "./description.js";

const inputs = { image: { type: "array", dtypes: grey, ranks: [2, 3], description: "a stack of grey planes" } } as const;

export const stacks: readonly Description[] = [
  { name: "maxImage", ofStack: true, category: "projections", inputs, synonyms: ["max projection", "maximum intensity projection"], documentation: "The largest value along the first axis." },
  { name: "minImage", ofStack: true, category: "projections", inputs, synonyms: ["min projection"], documentation: "The smallest value along the first axis." },
  { name: "meanImage", ofStack: true, category: "projections", inputs, synonyms: ["mean projection", "average"], documentation: "The mean along the first axis, rounded down." },
  { name: "medianImage", ofStack: true, category: "projections", inputs, synonyms: ["median projection"], documentation: "The median along the first axis; of an even number of planes the lower of the two in the middle." },
  {
    name: "sum", ofStack: true, category: "projections", inputs: { image: { ...inputs.image, dtypes: ["uint8"] } }, outputs: nativeResult, synonyms: ["sum projection"],
    documentation: "The sum along the first axis, as uint16.",
  },
];
