import { greyClosing } from "@openhcs/functions";
import { deviceKernel } from "../device-kernel.js";
import { stepsDoubles, takesSteps, takeSteps } from "./grey-steps.js";

const steps = ["dilation", "erosion"] as const;

export const greyClosingKernel = deviceKernel(greyClosing, {
  cost: { latencyUs: 60, gbPerSec: 1 },
  accumulates: "float64",
  needsFp64: ({ image }, parameters) => stepsDoubles(image, parameters, steps),
  supports: ({ image }, parameters) => takesSteps(image, parameters, steps),
  run: ({ image }, parameters, work) => takeSteps(work, image, parameters, steps),
});
