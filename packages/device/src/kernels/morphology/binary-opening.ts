import { binaryOpening } from "@openhcs/functions";
import { deviceKernel } from "../device-kernel.js";
import { binarySteps, takesBinary } from "./binary-steps.js";

const steps = ["erosion", "dilation"] as const;

export const binaryOpeningKernel = deviceKernel(binaryOpening, {
  cost: { latencyUs: 60, gbPerSec: 1 },
  accumulates: "float64",
  supports: ({ image }, parameters) => takesBinary(image, parameters, steps),
  run: ({ image }, parameters, work) => binarySteps(work, image, parameters, steps),
});
