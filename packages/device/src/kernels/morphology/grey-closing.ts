import { greyClosing } from "@openhcs/functions";
import { deviceKernel } from "../device-kernel.js";
import { takeSteps, takesSteps } from "./grey-steps.js";

const steps = ["dilation", "erosion"] as const;

export const greyClosingKernel = deviceKernel(greyClosing, {
  cost: { latencyUs: 60, gbPerSec: 1 },
  accumulates: "float64",
  supports: ({ image }, parameters) => takesSteps(image, parameters, steps),
  run: ({ image }, parameters, work) => takeSteps(work, image, parameters, steps),
});
