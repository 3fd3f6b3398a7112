import { whiteTophat } from "@openhcs/functions";
import type { GreyChoices } from "@openhcs/functions/for-kernels";
import { deviceKernel } from "../device-kernel.js";
import { greyDifference, stepsDoubles, takesSteps, takeSteps } from "./grey-steps.js";

const opening = ["erosion", "dilation"] as const;

export const whiteTophatKernel = deviceKernel(whiteTophat, {
  cost: { latencyUs: 80, gbPerSec: 1 },
  accumulates: "float64",
  needsFp64: ({ image }, parameters) => stepsDoubles(image, choicesOf(image?.shape.length ?? 1, parameters), opening),
  supports: ({ image }, parameters) => takesSteps(image, choicesOf(image?.shape.length ?? 1, parameters), opening),
  async run({ image }, parameters, work) {
    const opened = await takeSteps(work, image, choicesOf(image.shape.length, parameters), opening);
    return greyDifference(work, image, image, opened, parameters.convention);
  },
});

/** scikit-image's opens as SciPy does. */
function choicesOf(rank: number, parameters: GreyChoices): GreyChoices {
  const { convention, footprint = { shape: "cross", ndim: rank } } = parameters;
  return convention === "skimage" ? { ...parameters, convention: "scipy", footprint } : parameters;
}
