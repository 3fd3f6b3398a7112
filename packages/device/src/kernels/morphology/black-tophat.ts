import { blackTophat } from "@openhcs/functions";
import { deviceKernel } from "../device-kernel.js";
import { greyDifference, stepsDoubles, takesSteps, takeSteps } from "./grey-steps.js";

const closing = ["dilation", "erosion"] as const;

export const blackTophatKernel = deviceKernel(blackTophat, {
  cost: { latencyUs: 80, gbPerSec: 1 },
  accumulates: "float64",
  needsFp64: ({ image }, parameters) => stepsDoubles(image, parameters, closing),
  supports: ({ image }, parameters) => takesSteps(image, parameters, closing),
  async run({ image }, parameters, work) {
    return greyDifference(work, image, await takeSteps(work, image, parameters, closing), image, parameters.convention);
  },
});
