import { dtypeRange, isFloat, type Dtype, type NdArray, type Shape } from "@openhcs/core";
import type { Boundary, BoundaryMode } from "../neighborhood/boundary.js";
import { allocateNumbers, numbersOf, type Numbers } from "../neighborhood/elements.js";
import { extendImage } from "../neighborhood/extended-image.js";
import { footprintMaximum, footprintMinimum } from "../neighborhood/extreme-filter.js";
import { describedFootprint, mirrored, type Footprint } from "../neighborhood/footprint.js";
import { cropped } from "../neighborhood/cropped.js";
import { leanedFootprint } from "./leaned-footprint.js";

/** Checked parameters of grey-scale morphology. */
export interface GreyChoices {
  readonly convention: "scipy" | "skimage" | "cv2";
  readonly footprint?: Readonly<Record<string, unknown>> | undefined;
  readonly mode?: BoundaryMode | undefined;
  readonly cval?: number | undefined;
}

const greatestFloat32 = (2 - 2 ** -23) * 2 ** 127;

type Step = "erosion" | "dilation";

/** The minimum over the footprint. */
export function erosion(image: NdArray, choices: GreyChoices): Numbers {
  return morphology(image, choices, ["erosion"]);
}

/** The maximum over the footprint: for scipy the mirrored one. */
export function dilation(image: NdArray, choices: GreyChoices): Numbers {
  return morphology(image, choices, ["dilation"]);
}

/** The dilation of the erosion. */
export function opening(image: NdArray, choices: GreyChoices): Numbers {
  return morphology(image, choices, ["erosion", "dilation"]);
}

/** The erosion of the dilation. */
export function closing(image: NdArray, choices: GreyChoices): Numbers {
  return morphology(image, choices, ["dilation", "erosion"]);
}

function morphology(image: NdArray, { convention, footprint: description, mode = "reflect", cval = 0 }: GreyChoices, steps: readonly Step[]): Numbers {
  const footprint = describedFootprint(description ?? { shape: "cross", ndim: image.rank }, image.rank) as Footprint;
  const { dtype, shape } = image;
  const source = numbersOf(image);
  if (convention === "scipy") return scipyMorphology(source, shape, dtype, footprint, { mode, cval }, steps);
  return convention === "cv2" ? opencvMorphology(source, shape, dtype, footprint, steps) : skimageMorphology(source, shape, dtype, footprint, isPlanar(description), steps);
}

function scipyMorphology(source: Numbers, shape: Shape, dtype: Dtype, footprint: Footprint, boundary: Boundary, steps: readonly Step[]): Numbers {
  return inSteps(source, dtype, steps, (step, from, target) => {
    if (step === "erosion") footprintMinimum(from, target, shape, footprint, boundary);
    else footprintMaximum(from, target, shape, mirrored(footprint), boundary);
  });
}

/** OpenCV: what lies outside is the last of all finite values, and the dilation takes the footprint as it stands. */
function opencvMorphology(source: Numbers, shape: Shape, dtype: Dtype, footprint: Footprint, steps: readonly Step[]): Numbers {
  const max = dtype === "float32" ? greatestFloat32 : isFloat(dtype) ? Number.MAX_VALUE : dtypeRange(dtype).max;
  const min = isFloat(dtype) ? -max : dtypeRange(dtype).min;
  return inSteps(source, dtype, steps, (step, from, target) => {
    if (step === "erosion") footprintMinimum(from, target, shape, footprint, { mode: "constant", cval: max });
    else footprintMaximum(from, target, shape, footprint, { mode: "constant", cval: min });
  });
}

/**
 * scikit-image: no mirroring either. An even footprint leans to one side in the first step, to the other in the second, and the image
 * goes on with its nearest pixels for two steps, so that the second finds there what the first made of them.
 */
function skimageMorphology(source: Numbers, shape: Shape, dtype: Dtype, footprint: Footprint, isPlane: boolean, steps: readonly Step[]): Numbers {
  const reach = footprint.shape.map((extent) => (steps.length > 1 && extent % 2 === 0 ? extent - 1 : 0));
  const isPadded = reach.some((width) => width > 0);
  const margin = { shape: reach.map((width) => 2 * width + 1), centre: reach, members: footprint.members };
  const { elements, shape: wide } = isPadded ? extendImage(source, shape, margin, { mode: "nearest", cval: 0 }) : { elements: source, shape };
  const result = inSteps(elements, dtype, steps, (step, from, target) => {
    const leaned = leanedFootprint(footprint, isPlane, step === "erosion", step === steps[0]);
    if (step === "erosion") footprintMinimum(from, target, wide, leaned, { mode: "reflect", cval: 0 });
    else footprintMaximum(from, target, wide, leaned, { mode: "reflect", cval: 0 });
  });
  return isPadded ? cropped(result, wide, reach, shape) : result;
}

function inSteps(source: Numbers, dtype: Dtype, steps: readonly Step[], take: (step: Step, from: Numbers, target: Numbers) => void): Numbers {
  const target = allocateNumbers(dtype, source.length);
  for (const [n, step] of steps.entries()) take(step, n === 0 ? source : target, target);
  return target;
}

/** Whether a description is that of a plane. */
function isPlanar(description: Readonly<Record<string, unknown>> | undefined): boolean {
  return description !== undefined && typeof describedFootprint(description, 1) === "string" && typeof describedFootprint(description, 2) !== "string";
}
