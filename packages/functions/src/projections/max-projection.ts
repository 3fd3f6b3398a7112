import { defineFunction, NdArray } from "@openhcs/core";
import { imageDtypes, numbersOf, truncatedTo } from "../neighborhood/elements.js";
import { project } from "./project.js";

/** The maximum of a stack along its first axis. */
export const maxProjection = defineFunction({
  name: "maxProjection",
  documentation: `Maximum intensity projection of a stack along its first axis, which keeps extent 1.

out[0, y, x] = max over z of image[z, y, x], in the image's dtype. NaN anywhere along z gives NaN; a stack of one plane is given back; one
without planes is refused.`,
  category: "projections",
  tags: ["projection", "stack", "reduction", "openhcs"],
  synonyms: ["MIP", "maximum intensity projection", "z projection", "max_projection"],
  source: "OpenHCS numpy_processor.max_projection",
  inputs: { image: { type: "array", dtypes: imageDtypes, ranks: [3], description: "A stack (z or channel, y, x)." } },
  parameters: {},
  outputs: { image: { type: "array", result: "image", description: "A stack of one plane, in the image's dtype." } },
  contract: "pure3d",
  cost: { latencyUs: 20, gbPerSec: 0.2 },
  tolerance: { kind: "exact" },
  examples: [{}],
  golden: [{ op: "max_projection", variant: "openhcs" }],
  check: ({ image }) => image?.shape[0] !== 0 || "must have a plane to take the maximum of",
  outputShape: ({ image }) => [1, ...(image?.shape.slice(1) ?? [])],
  reference({ image }) {
    const data = truncatedTo(image.dtype, project("max", numbersOf(image), image.shape, 0));
    return new NdArray({ data, shape: [1, ...image.shape.slice(1)], dtype: image.dtype });
  },
});
