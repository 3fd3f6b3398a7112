import { defineFunction, InvalidArgumentError, NdArray, type ArraySpec } from "@openhcs/core";
import { imageDtypes, imageRanks, numbersOf, truncatedTo, type Numbers } from "../neighborhood/elements.js";
import { checkFootprint, describedFootprint, footprintParameter, type Footprint } from "../neighborhood/footprint.js";
import { perAxis } from "../neighborhood/per-axis.js";
import { reconstruct } from "./reconstruct.js";

/** A seed image grown under a mask image. */
export const reconstruction = defineFunction({
  name: "reconstruction",
  documentation: `Spreads the values of a seed image as far as a mask image allows: dilation under it, or erosion above it.

Method dilation: every pixel takes the largest value among its neighbours, but never more than the mask has there, until nothing changes;
the seed must nowhere exceed the mask. Method erosion: the smallest, never less than the mask, which the seed must nowhere fall below. With
image − h for a seed and the image for a mask the image minus the result shows its domes of height h; with the border for a seed it shows
what does not touch the border.

Values spread from a pixel to the members of the footprint placed on it with its centre, which is in the middle, or at \`offset\`; by
default to all pixels that touch, also by corners. A footprint with fewer axes than the image acts on the last ones. Exact, in the images'
dtype; where these differ, native results are float64. NaN is refused, which has no place in the order. A seed equal to the mask stays as it
is.`,
  category: "morphology",
  tags: ["morphology", "background", "regional maxima", "holes"],
  synonyms: ["morphological reconstruction", "imreconstruct", "reconstruct", "geodesic dilation", "h-dome", "flood"],
  source: "skimage.morphology.reconstruction 0.19; L. Vincent 1993; K. Robinson and P. F. Whelan 2004",
  citations: [
    { text: "Vincent L (1993). Morphological grayscale reconstruction in image analysis: applications and efficient algorithms. IEEE Trans. Image Process. 2(2):176–201.", doi: "10.1109/83.217222" },
    { text: "Robinson K, Whelan P F (2004). Efficient morphological reconstruction: a downhill filter. Pattern Recognit. Lett. 25(15):1759–1767.", doi: "10.1016/j.patrec.2004.07.002" },
  ],
  inputs: {
    seed: { type: "array", dtypes: imageDtypes, ranks: imageRanks, description: "Where values spread from; any number of axes from one on." },
    mask: { type: "array", dtypes: imageDtypes, ranks: imageRanks, description: "How far they may rise, or for erosion fall; of the seed's shape." },
  },
  parameters: {
    method: { type: "string", choices: ["dilation", "erosion"], default: "dilation", description: "Whether values rise or fall." },
    footprint: { ...footprintParameter, optional: true, description: `${footprintParameter.description} Default: the full one of the image's rank.` },
    offset: {
      type: "integer", perAxis: true, min: 0, optional: true, unit: "px",
      description: "Index of the footprint's centre, along all axes or one per axis of the image; needed where an extent of the footprint is even.",
    },
  },
  outputs: { image: { type: "array", result: "image", description: "The reconstructed image." } },
  contract: "flexible",
  cost: { latencyUs: 100, gbPerSec: 0.004 },
  tolerance: { kind: "exact" },
  examples: [
    {}, { method: "erosion" }, { footprint: { shape: "cross", ndim: 2 } }, { footprint: { shape: "rect", size: [1, 2] }, offset: [0, 1] },
  ],
  golden: [{
    op: "reconstruction", variant: "skimage", options: { planewise: "sliceBySlice" },
    quirk: "NaN is refused, which scikit-image's sorting leaves anywhere",
  }],
  check({ seed, mask }, parameters) {
    if (seed !== undefined && mask !== undefined && !haveOneShape(seed, mask)) return "must have a mask of the seed's shape";
    return checkNeighbours(seed?.shape.length ?? 1, parameters);
  },
  reference({ seed, mask }, { method, footprint, offset }) {
    const { shape, rank } = seed;
    const dtype = seed.dtype === mask.dtype ? seed.dtype : "float64";
    const sign = method === "dilation" ? 1 : -1;
    const [from, limit] = [signed(numbersOf(seed), sign), signed(numbersOf(mask), sign)];
    checkOrder(method, from, limit);
    const values = reconstruct(from, limit, shape, neighboursOf(rank, footprint, offset));
    return new NdArray({ data: truncatedTo(dtype, signed(values, sign)), shape, dtype });
  },
});

function haveOneShape(a: ArraySpec, b: ArraySpec): boolean {
  return a.shape.length === b.shape.length && a.shape.every((extent, axis) => extent === b.shape[axis]);
}

interface NeighbourChoices {
  readonly footprint?: Readonly<Record<string, unknown>> | undefined;
  readonly offset?: number | readonly number[] | undefined;
}

function checkNeighbours(rank: number, { footprint: description, offset }: NeighbourChoices): true | string {
  const answer = description === undefined || checkFootprint(description, rank);
  if (answer !== true) return answer;
  const { shape } = neighboursOf(rank, description, undefined);
  if (offset === undefined) return shape.every((extent) => extent % 2 === 1) || "must have an offset where an extent of the footprint is even";
  return perAxis(offset, rank).every((at, axis) => at < (shape[axis] as number)) || "must have an offset inside of the footprint";
}

function neighboursOf(rank: number, description: NeighbourChoices["footprint"], offset: NeighbourChoices["offset"]): Footprint {
  const footprint = describedFootprint(description ?? { shape: "full", ndim: rank }, rank) as Footprint;
  return offset === undefined ? footprint : { ...footprint, centre: perAxis(offset, rank) };
}

/** Erosion is the dilation of the negatives. */
function signed(values: Numbers, sign: 1 | -1): Float64Array {
  const target = new Float64Array(values);
  if (sign === -1) for (let i = 0; i < target.length; i++) target[i] = 0 - (target[i] as number);
  return target;
}

function checkOrder(method: "dilation" | "erosion", seed: Float64Array, mask: Float64Array): void {
  const rule = `must nowhere ${method === "dilation" ? "exceed" : "fall below"} the mask for reconstruction by ${method}, and neither may be NaN`;
  for (let at = 0; at < seed.length; at++) {
    if (!((seed[at] as number) <= (mask[at] as number))) throw new InvalidArgumentError("reconstruction", "seed", rule, at, `one that does so at element ${at}`);
  }
}
