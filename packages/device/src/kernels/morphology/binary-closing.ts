import { binaryClosing } from "@openhcs/functions";
import { deviceKernel } from "../device-kernel.js";
import { binarySteps, takesBinary } from "./binary-steps.js";

const steps = ["dilation", "erosion"] as const;

export const binaryClosingKernel = deviceKernel(binaryClosing, {
  cost: { latencyUs: 60, gbPerSec: 1 },
  accumulates: "float64",
  supports: ({ image }, parameters) => takesBinary(image, parameters, steps),
  run: ({ image }, parameters, work) => binarySteps(work, image, parameters, steps),
});
