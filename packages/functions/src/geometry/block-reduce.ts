import { defineFunction, NdArray, type Shape } from "@openhcs/core";
import { elementOf, imageDtypes, imageRanks, numbersOf, truncatedTo } from "../neighborhood/elements.js";
import { perAxis } from "../neighborhood/per-axis.js";
import { projectionMethods } from "../projections/project.js";
import { foldBlocks } from "./fold-blocks.js";
import { checkOutputShape } from "./output-shape.js";

/** An image reduced by whole blocks of pixels: pooling. */
export const blockReduce = defineFunction({
  name: "blockReduce",
  documentation: `Reduces each block of an image to one value, the sum, mean, maximum or another fold of it.

The image is first padded with cval at the end of each axis up to a multiple of the block. max and min have the image's dtype, sum, mean, std,
var (population, divided by n) and median (mean of the two middle values of an even number) are float64. The call's dtype rule then
applies: to keep sums and means of an integer image unrounded, call with dtypeConversion native or float32. To drop what does not
fill a block see \`spatialBin2d\`.

NaN in a block makes its result NaN. A constant image stays constant, but for sums and blocks with padding; blocks larger than the image give
one value. An empty image gives an empty one.`,
  category: "geometry",
  tags: ["downsampling", "binning", "pooling", "reduction"],
  synonyms: ["binning", "max pooling", "mean pooling", "downscale_local_mean", "block_reduce"],
  source: "skimage.measure.block_reduce 0.19",
  inputs: { image: { type: "array", dtypes: imageDtypes, ranks: imageRanks, description: "Any number of axes from one on." } },
  parameters: {
    blockSize: { type: "integer", perAxis: true, min: 1, default: 2, unit: "px", description: "Extent of a block, one for all axes or one per axis." },
    method: { type: "string", choices: projectionMethods, default: "sum", description: "What is taken of the values in a block." },
    cval: { type: "number", nonFinite: true, default: 0, description: "Value of the padding, but for sum and mean as the image's dtype holds it." },
  },
  outputs: { image: { type: "array", result: "image", description: "One value per block." } },
  contract: "flexible",
  cost: { latencyUs: 20, gbPerSec: 0.1 },
  tolerance: { kind: "allclose", rtol: 2e-6, atol: 1e-6 },
  examples: [{}, { blockSize: 3, method: "max" }, { method: "mean", cval: 5 }, { blockSize: 4, method: "median" }, { method: "std" }],
  golden: [{ op: "block_reduce", variant: "skimage", parameters: { func: "method" }, options: { planewise: "sliceBySlice" } }],
  check({ image }, { blockSize }) {
    if (image === undefined) return true;
    const block = perAxis(blockSize, image.shape.length);
    return checkOutputShape(blockCounts(image.shape, block).map((count, axis) => count * (block[axis] as number)));
  },
  outputShape: ({ image }, { blockSize }) => (image === undefined ? [] : blockCounts(image.shape, perAxis(blockSize, image.shape.length))),
  reference({ image }, { blockSize, method, cval }) {
    const block = perAxis(blockSize, image.rank);
    const shape = blockCounts(image.shape, block);
    const padding = method === "sum" || method === "mean" ? cval : elementOf(image.dtype, cval);
    const values = foldBlocks(numbersOf(image), image.shape, block, shape, method, padding);
    const dtype = method === "max" || method === "min" ? image.dtype : "float64";
    return new NdArray({ data: truncatedTo(dtype, values), shape, dtype });
  },
});

/** How many blocks an image has along each axis, begun ones too. */
export function blockCounts(shape: Shape, block: Shape): Shape {
  return shape.map((extent, axis) => Math.ceil(extent / (block[axis] as number)));
}
