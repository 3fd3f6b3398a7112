import { NdArray, type Shape } from "@openhcs/core";
import { numbersOf, truncatedTo } from "../neighborhood/elements.js";
import type { ProjectionMethod } from "../projections/project.js";
import { foldBlocks } from "./fold-blocks.js";

/** What a bin becomes in OpenHCS. */
export const binMethods = ["mean", "sum", "max", "min"] as const satisfies readonly ProjectionMethod[];

/** How many whole bins an image has along each axis. */
export function binCounts(shape: Shape, bin: Shape): Shape {
  return shape.map((extent, axis) => Math.floor(extent / (bin[axis] as number)));
}

/** `true`, or why no bin fits an image. */
export function checkBins(shape: Shape, bin: Shape): true | string {
  const short = shape.findIndex((extent, axis) => extent < (bin[axis] as number));
  return short < 0 || `must have a binSize that fits the image; ${bin[short]} is more than the ${shape[short]} pixels of axis ${short}`;
}

/** One value per whole bin, truncated to the image's dtype, which sums of integers wrap in. */
export function binned(image: NdArray, bin: Shape, method: ProjectionMethod): NdArray {
  const shape = binCounts(image.shape, bin);
  const values = foldBlocks(numbersOf(image), image.shape, bin, shape, method);
  return new NdArray({ data: truncatedTo(image.dtype, values), shape, dtype: image.dtype });
}
