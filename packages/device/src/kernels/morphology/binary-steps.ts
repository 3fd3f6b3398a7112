import { sizeOf, type Dtype, type Shape } from "@openhcs/core";
import { binaryFootprint, mirrored, type BinaryChoices, type ExtremePass } from "@openhcs/functions/for-kernels";
import { kernelSource } from "../../dialect/kernel-source.js";
import type { DeviceWork } from "../../session/device-work.js";
import type { Array } from "../device-kernel.js";
import { extremeFilter, takesPasses } from "../neighborhood/extreme-filter.js";

export type BinaryStep = "erosion" | "dilation";

/** More repetitions than this stop changing anything long before they end, which nobody looks after here. */
const mostIterations = 256;

/** `true`, or why steps of binary morphology are left to the reference. */
export function takesBinary(image: { readonly dtype: Dtype; readonly shape: Shape } | undefined, choices: BinaryChoices, steps: readonly BinaryStep[]): true | string {
  if (image === undefined) return "needs an image";
  const { iterations = 1 } = choices;
  if (iterations < 1) return "leaves iterations until nothing changes to the reference";
  if (iterations > mostIterations) return `leaves more than ${mostIterations} iterations to the reference`;
  return takesPasses({ dtype: "bool", shape: image.shape }, passesOf(image.shape.length, choices, steps));
}

/** The steps on the image's foreground, as minima and maxima of a mask. */
export async function binarySteps(work: DeviceWork, image: Array, choices: BinaryChoices, steps: readonly BinaryStep[]): Promise<Array> {
  const { dtype, shape } = image;
  const program = await work.program(kernelSource("morphology/foreground.cl", { elements: { IN: dtype } }));
  const mask = work.array("bool", shape);
  const size = sizeOf(shape);
  program.launch("find_foreground", size, [image, mask, size]);
  return extremeFilter(work, mask, passesOf(shape.length, choices, steps));
}

function passesOf(rank: number, { convention, footprint: description, iterations = 1, borderValue = 0 }: BinaryChoices, steps: readonly BinaryStep[]): readonly ExtremePass[] {
  const footprint = binaryFootprint(description, rank);
  return steps.flatMap((step) => {
    const isErosion = step === "erosion";
    const cval = convention === "scipy" ? borderValue : Number(isErosion);
    const pass: ExtremePass = { extreme: isErosion ? "minimum" : "maximum", footprint: isErosion ? footprint : mirrored(footprint), boundary: { mode: "constant", cval } };
    return new Array<ExtremePass>(iterations).fill(pass);
  });
}
