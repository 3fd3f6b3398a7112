import { greyOpening } from "@openhcs/functions";
import { deviceKernel } from "../device-kernel.js";
import { stepsDoubles, takesSteps, takeSteps } from "./grey-steps.js";

const steps = ["erosion", "dilation"] as const;

export const greyOpeningKernel = deviceKernel(greyOpening, {
  cost: { latencyUs: 60, gbPerSec: 1 },
  accumulates: "float64",
  needsFp64: ({ image }, parameters) => stepsDoubles(image, parameters, steps),
  supports: ({ image }, parameters) => takesSteps(image, parameters, steps),
  run: ({ image }, parameters, work) => takeSteps(work, image, parameters, steps),
});
