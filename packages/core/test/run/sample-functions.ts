import { defineFunction, NdArray, type FunctionReference, type Pattern } from "@openhcs/core";

/** image × factor */
export const scale = defineFunction({
  name: "scale", documentation: "Multiply every value.",
  inputs: { image: { type: "array" } }, parameters: { factor: { type: "number", min: 0, default: 2 } }, outputs: { image: { type: "array", result: "image" } },
  contract: "flexible",
  reference: ({ image }, { factor }) => image.multiply(factor),
});

/** image + amount, any rank */
export const shift = defineFunction({
  name: "shift", documentation: "Add to every value.",
  inputs: { image: { type: "array" } }, parameters: { amount: { type: "number", default: 1 } }, outputs: { image: { type: "array", result: "image" } },
  reference: ({ image }, { amount }) => image.add(amount),
});

/** One number. */
export const average = defineFunction({
  name: "average", documentation: "The mean of all values.",
  inputs: { image: { type: "array" } }, parameters: {}, outputs: { level: { type: "number" } }, contract: "flexible",
  reference: ({ image }) => image.mean(),
});

/** A mask above a level that an earlier step may produce. */
export const above = defineFunction({
  name: "above", documentation: "What is brighter than a level.",
  inputs: { image: { type: "array" } }, parameters: { level: { type: "number" } }, outputs: { mask: { type: "array", result: "mask" } }, contract: "flexible",
  reference: ({ image }, { level }) => image.greater(level),
});

/** Two arrays. */
export const blend = defineFunction({
  name: "blend", documentation: "The mean of two images.",
  inputs: { image: { type: "array" }, other: { type: "array" } }, parameters: {}, outputs: { image: { type: "array", result: "image" } },
  check: ({ image, other }) => String(image?.shape) === String(other?.shape) || "must have equal shapes",
  reference: ({ image, other }) => image.add(other).divide(2),
});

/** No arrays in, one array out. */
export const ramp = defineFunction({
  name: "ramp", documentation: "0, 1, 2, …",
  inputs: {}, parameters: { length: { type: "integer", min: 1 } }, outputs: { image: { type: "array", result: "image" } },
  reference: (_, { length }) => NdArray.from(Array.from({ length }, (_each, at) => at), "uint16"),
});

/** A pattern that is more than one function. */
export type Composed = Exclude<Pattern, FunctionReference>;

export const library = [scale, shift, average, above, blend, ramp];

/** Rows of ascending numbers. */
export function ascending(shape: readonly number[], dtype: "float32" | "uint8" | "uint16" | "float64" = "float32"): NdArray {
  const size = shape.reduce((product, extent) => product * extent, 1);
  return NdArray.from(Array.from({ length: size }, (_, at) => at % 200), dtype).reshape(shape);
}
