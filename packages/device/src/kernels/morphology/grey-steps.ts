import { isFloat, isInteger, sizeOf, type Dtype, type Shape } from "@openhcs/core";
import { greyDtype, greyPasses, type GreyChoices, type GreyStep } from "@openhcs/functions/for-kernels";
import { kernelSource } from "../../dialect/kernel-source.js";
import type { DeviceWork } from "../../session/device-work.js";
import type { Array } from "../device-kernel.js";
import { extremeFilter, takesPasses } from "../neighborhood/extreme-filter.js";
import { outsideIsDouble } from "../neighborhood/outside.js";

/** `true`, or why steps of grey-scale morphology are left to the reference. */
export function takesSteps(image: { readonly dtype: Dtype; readonly shape: Shape } | undefined, choices: GreyChoices, steps: readonly GreyStep[]): true | string {
  if (image === undefined) return "needs an image";
  const { margin, passes } = greyPasses(image, choices, steps);
  return margin === undefined ? takesPasses(image, passes) : "leaves the even footprints of scikit-image's openings and closings to the reference";
}

/** Whether steps compute in double precision, as those of wide integers do with a constant beyond the border. */
export function stepsDoubles(image: { readonly dtype: Dtype; readonly shape: Shape } | undefined, choices: GreyChoices, steps: readonly GreyStep[]): boolean {
  return image !== undefined && greyPasses(image, choices, steps).passes.some(({ boundary }) => outsideIsDouble(image, boundary));
}

/** Erosions and dilations, one after another. */
export function takeSteps(work: DeviceWork, image: Array, choices: GreyChoices, steps: readonly GreyStep[]): Promise<Array> {
  return extremeFilter(work, image, greyPasses(image, choices, steps).passes);
}

/** `minuend − subtrahend` in the dtype that grey-scale morphology gives for an image: modulo 2ⁿ, or saturated for cv2. */
export async function greyDifference(work: DeviceWork, { dtype, shape }: Array, minuend: Array, subtrahend: Array, convention: string): Promise<Array> {
  const kept = greyDtype(dtype);
  const out = work.array(kept, shape);
  const isSaturated = convention === "cv2" && isInteger(dtype);
  const elements = { A: minuend.dtype, B: subtrahend.dtype, OUT: kept };
  const program = await work.program(kernelSource("morphology/difference.cl", { elements, defines: { DIFFERENCE: differenceOf(kept, isSaturated) } }));
  const size = sizeOf(shape);
  program.launch("subtract_arrays", size, [minuend, subtrahend, out, size]);
  return out;
}

/** Saturated ones are of 8 and 16 bits, whose differences float32 holds. */
function differenceOf(dtype: Dtype, isSaturated: boolean): string {
  if (isFloat(dtype)) return "(a - b)";
  if (dtype === "bool") return "((a - b) & 1)";
  return isSaturated ? "OUT_cast((C)a - (C)b)" : "((OUT_v)((i64)a - (i64)b))";
}
