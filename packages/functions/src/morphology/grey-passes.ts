import { dtypeRange, isFloat, type Dtype, type Shape } from "@openhcs/core";
import type { Boundary, BoundaryMode } from "../neighborhood/boundary.js";
import { describedFootprint, mirrored, type Footprint } from "../neighborhood/footprint.js";
import type { Box } from "../neighborhood/neighbor-lines.js";
import { leanedFootprint } from "./leaned-footprint.js";

/** Checked parameters of grey-scale morphology. */
export interface GreyChoices {
  readonly convention: "scipy" | "skimage" | "cv2";
  readonly footprint?: Readonly<Record<string, unknown>> | undefined;
  readonly mode?: BoundaryMode | undefined;
  readonly cval?: number | undefined;
}

export type GreyStep = "erosion" | "dilation";

/** A minimum or maximum over a footprint as it stands. */
export interface ExtremePass {
  readonly extreme: "minimum" | "maximum";
  readonly footprint: Footprint;
  readonly boundary: Boundary;
}

/** What is done to an image, one pass after another; where there is a margin, to the image continued by its nearest pixels as far as that reaches. */
export interface GreyPasses {
  readonly margin?: Box;
  readonly passes: readonly ExtremePass[];
}

interface Image {
  readonly dtype: Dtype;
  readonly shape: Shape;
}

const greatestFloat32 = (2 - 2 ** -23) * 2 ** 127;

/** The passes that steps of grey-scale morphology are by a convention. */
export function greyPasses({ dtype, shape }: Image, { convention, footprint: description, mode = "reflect", cval = 0 }: GreyChoices, steps: readonly GreyStep[]): GreyPasses {
  const footprint = describedFootprint(description ?? { shape: "cross", ndim: shape.length }, shape.length) as Footprint;
  if (convention === "scipy") return { passes: steps.map((step) => scipyPass(step, footprint, { mode, cval })) };
  return convention === "cv2" ? { passes: steps.map((step) => opencvPass(step, footprint, dtype)) } : skimagePasses(footprint, isPlanar(description), steps);
}

function scipyPass(step: GreyStep, footprint: Footprint, boundary: Boundary): ExtremePass {
  return step === "erosion" ? { extreme: "minimum", footprint, boundary } : { extreme: "maximum", footprint: mirrored(footprint), boundary };
}

/** OpenCV: what lies outside is the last of all finite values, and the dilation takes the footprint as it stands. */
function opencvPass(step: GreyStep, footprint: Footprint, dtype: Dtype): ExtremePass {
  const max = dtype === "float32" ? greatestFloat32 : isFloat(dtype) ? Number.MAX_VALUE : dtypeRange(dtype).max;
  const min = isFloat(dtype) ? -max : dtypeRange(dtype).min;
  if (step === "erosion") return { extreme: "minimum", footprint, boundary: { mode: "constant", cval: max } };
  return { extreme: "maximum", footprint, boundary: { mode: "constant", cval: min } };
}

/**
 * scikit-image: no mirroring either. An even footprint leans to one side in the first step, to the other in the second, and the image
 * goes on with its nearest pixels for two steps, so that the second finds there what the first made of them.
 */
function skimagePasses(footprint: Footprint, isPlane: boolean, steps: readonly GreyStep[]): GreyPasses {
  const passes = steps.map((step): ExtremePass => ({
    extreme: step === "erosion" ? "minimum" : "maximum",
    footprint: leanedFootprint(footprint, isPlane, step === "erosion", step === steps[0]),
    boundary: { mode: "reflect", cval: 0 },
  }));
  const reach = footprint.shape.map((extent) => (steps.length > 1 && extent % 2 === 0 ? extent - 1 : 0));
  if (reach.every((width) => width === 0)) return { passes };
  return { margin: { shape: reach.map((width) => 2 * width + 1), centre: reach }, passes };
}

/** Whether a description is that of a plane. */
function isPlanar(description: Readonly<Record<string, unknown>> | undefined): boolean {
  return description !== undefined && typeof describedFootprint(description, 1) === "string" && typeof describedFootprint(description, 2) !== "string";
}
