import { defineFunction, normalizeAxis, NdArray, type Shape } from "@openhcs/core";
import { imageDtypes, imageRanks, numbersOf, truncatedTo } from "../neighborhood/elements.js";
import { project, projectionMethods } from "./project.js";

/** An image without one of its axes: the maximum, mean or another fold of the values along it. */
export const projection = defineFunction({
  name: "projection",
  documentation: `Projects an image along one axis, which the result no longer has.

max, min, mean, sum, std, var (population, divided by n) or median (mean of the two middle values of an even number), accumulated in float64.
max and min have the image's dtype, the others are float64, unless \`outDtype\` says otherwise (a C cast: integers truncate). The call's dtype
rule then applies: to keep means, sums and deviations of an integer image unrounded, call with dtypeConversion native or float32.

NaN in a line makes its result NaN. A line of one element gives that element, and std and var 0. Of an axis of extent 0 there is no
max or min (refused), the sum is 0, the rest NaN.`,
  category: "projections",
  tags: ["projection", "stack", "reduction"],
  synonyms: ["z projection", "maximum intensity projection", "MIP", "flatten"],
  source: "numpy 1.24",
  inputs: { image: { type: "array", dtypes: imageDtypes, ranks: imageRanks, description: "Any number of axes from one on." } },
  parameters: {
    method: { type: "string", choices: projectionMethods, default: "max", description: "What is taken of the values along the axis." },
    axis: { type: "integer", min: -8, max: 7, default: 0, description: "Axis to project along; negative ones count from the end." },
    outDtype: {
      type: "string", choices: ["bool", "uint8", "int8", "uint16", "int16", "uint32", "int32", "float32", "float64"], optional: true,
      description: "Dtype to which the body casts its result.",
    },
  },
  outputs: { image: { type: "array", result: "image", description: "One axis less than the image." } },
  cost: { latencyUs: 20, gbPerSec: 0.15 },
  tolerance: { kind: "allclose", rtol: 2e-6, atol: 1e-6 },
  examples: [{}, { method: "min", axis: -1 }, { method: "mean" }, { method: "sum", axis: -1 }, { method: "std" }, { method: "var", axis: -1 }, { method: "median", outDtype: "float32" }],
  golden: [{ op: "projection", variant: "numpy" }],
  check({ image }, { axis, method }) {
    const shape = image?.shape ?? [];
    if (axis < -shape.length || axis >= shape.length) return `must have an axis in [${-shape.length}, ${shape.length - 1}]`;
    const lacksElements = (method === "max" || method === "min") && shape.at(axis) === 0;
    return !lacksElements || `must have an element along the axis to take the ${method} of`;
  },
  outputShape: ({ image }, { axis }) => (image === undefined ? [] : without(image.shape, axis)),
  reference({ image }, { method, axis, outDtype }) {
    const values = project(method, numbersOf(image), image.shape, normalizeAxis(axis, image.rank));
    const dtype = outDtype ?? (method === "max" || method === "min" ? image.dtype : "float64");
    return new NdArray({ data: truncatedTo(dtype, values), shape: without(image.shape, axis), dtype });
  },
});

function without(shape: Shape, axis: number): Shape {
  const dropped = normalizeAxis(axis, shape.length);
  return shape.filter((_, at) => at !== dropped);
}
