import { morphologicalGradient } from "@openhcs/functions";
import { deviceKernel } from "../device-kernel.js";
import { greyDifference, stepsDoubles, takesSteps, takeSteps } from "./grey-steps.js";

export const morphologicalGradientKernel = deviceKernel(morphologicalGradient, {
  cost: { latencyUs: 80, gbPerSec: 1 },
  accumulates: "float64",
  needsFp64: ({ image }, parameters) => stepsDoubles(image, parameters, ["dilation"]),
  supports({ image }, parameters) {
    const answer = takesSteps(image, parameters, ["dilation"]);
    return answer === true ? takesSteps(image, parameters, ["erosion"]) : answer;
  },
  async run({ image }, parameters, work) {
    const dilated = await takeSteps(work, image, parameters, ["dilation"]);
    return greyDifference(work, image, dilated, await takeSteps(work, image, parameters, ["erosion"]), parameters.convention);
  },
});
