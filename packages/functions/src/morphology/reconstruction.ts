import { defineFunction, InvalidArgumentError, NdArray, type ArraySpec } from "@openhcs/core";
import { imageDtypes, numbersOf, truncatedTo, type Numbers } from "../neighborhood/elements.js";
import { filterRanks } from "../neighborhood/filter-ranks.js";
import { checkFootprint, describedFootprint, footprintParameter, type Footprint } from "../neighborhood/footprint.js";
import { integerLevels, ordinalLevels, type Levels } from "../neighborhood/levels.js";
import { perAxis } from "../neighborhood/per-axis.js";
import { reconstructLevels } from "./reconstruct-levels.js";

/** A seed image grown under a mask image. */
export const reconstruction = defineFunction({
  name: "reconstruction",
  documentation: `Spreads the values of a seed image as far as a mask image allows: dilation under it, or erosion above it.

Method dilation: every pixel takes the largest value among its neighbours, but never more than the mask has there, until nothing changes; the seed
must nowhere exceed the mask. Method erosion: the smallest, never less than the mask, which the seed must nowhere fall below. With image − h
for a seed and the image for a mask the image minus the result shows its domes of height h; with the border for a seed it shows what does not touch the border.

Values spread from a pixel to the members of the footprint placed on it with its centre, which is in the middle, or at \`offset\`; by default to all
pixels that touch, also by corners. A footprint with fewer axes than the image acts on the last ones. Exact, in the images' dtype;
where these differ, native results are float64. NaN counts as more than infinity. A seed equal to the mask stays as it is.`,
  category: "morphology",
  tags: ["morphology", "background", "regional maxima", "holes"],
  synonyms: ["morphological reconstruction", "imreconstruct", "reconstruct", "geodesic dilation", "h-dome", "flood"],
  source: "skimage.morphology.reconstruction 0.19; L. Vincent 1993; K. Robinson and P. F. Whelan 2004",
  inputs: {
    seed: { type: "array", dtypes: imageDtypes, ranks: filterRanks, description: "Where values spread from; any number of axes from one on." },
    mask: { type: "array", dtypes: imageDtypes, ranks: filterRanks, description: "How far they may rise, or for erosion fall; of the seed's shape." },
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
  cost: { latencyUs: 100, gbPerSec: 0.01 },
  tolerance: { kind: "exact" },
  golden: [{
    op: "reconstruction", variant: "skimage", options: { planewise: "sliceBySlice" },
    quirk: "NaN counts as more than infinity, while scikit-image's sorting leaves it anywhere",
  }],
  check({ seed, mask }, parameters) {
    if (seed !== undefined && mask !== undefined && !haveOneShape(seed, mask)) return "must have a mask of the seed's shape";
    return checkNeighbours(seed?.shape.length ?? 1, parameters);
  },
  reference({ seed, mask }, { method, footprint, offset }) {
    const { shape, rank } = seed;
    const dtype = seed.dtype === mask.dtype ? seed.dtype : "float64";
    const { seedLevels, maskLevels, values } = levelsOf(seed, mask, method === "erosion");
    const excess = seedLevels.findIndex((level, at) => level > (maskLevels[at] as number));
    if (excess >= 0) refuse(method, excess);
    const levels = reconstructLevels(seedLevels, maskLevels, shape, neighboursOf(rank, footprint, offset), values.length);
    return new NdArray({ data: truncatedTo(dtype, Float64Array.from(levels, (level) => values[level] as number)), shape, dtype });
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

/** Levels of both images on one scale; for erosion the other way round, so that what falls there rises here. */
function levelsOf(seed: NdArray, mask: NdArray, isReversed: boolean): { readonly seedLevels: Levels["elements"]; readonly maskLevels: Levels["elements"]; readonly values: Float64Array } {
  const [seedNumbers, maskNumbers] = [numbersOf(seed), numbersOf(mask)];
  const integers = seed.dtype === mask.dtype ? [integerLevels(seedNumbers, 0), integerLevels(maskNumbers, 0)] : [];
  const [ofSeed, ofMask] = integers;
  if (ofSeed === undefined || ofMask === undefined) return ordinals(seedNumbers, maskNumbers, isReversed);
  return {
    seedLevels: isReversed ? reversed(ofSeed.elements, ofSeed.values.length) : ofSeed.elements,
    maskLevels: isReversed ? reversed(ofMask.elements, ofMask.values.length) : ofMask.elements,
    values: isReversed ? ofSeed.values.slice().reverse() : ofSeed.values,
  };
}

function ordinals(seed: Numbers, mask: Numbers, isReversed: boolean): ReturnType<typeof levelsOf> {
  const both = new Float64Array(seed.length + mask.length);
  both.set(seed);
  both.set(mask, seed.length);
  // −0 and 0 are one value.
  for (let i = 0; i < both.length; i++) both[i] = (both[i] as number) + 0;
  const { elements, values } = ordinalLevels(both, both[0] ?? 0);
  const levels = isReversed ? reversed(elements, values.length) : elements;
  return { seedLevels: levels.subarray(0, seed.length), maskLevels: levels.subarray(seed.length), values: isReversed ? values.slice().reverse() : values };
}

function reversed(levels: Levels["elements"], count: number): Levels["elements"] {
  return levels.map((level) => count - 1 - level);
}

function refuse(method: "dilation" | "erosion", at: number): never {
  const rule = method === "dilation" ? "must nowhere exceed the mask for reconstruction by dilation" : "must nowhere fall below the mask for reconstruction by erosion";
  throw new InvalidArgumentError("reconstruction", "seed", rule, at, `a seed that does at element ${at}`);
}
