import { meanProjection } from "@openhcs/functions";
import { deviceKernel } from "../device-kernel.js";
import { project } from "./project.js";

export const meanProjectionKernel = deviceKernel(meanProjection, {
  cost: { latencyUs: 30, gbPerSec: 5 },
  accumulates: "float64",
  needsFp64: () => true,
  run: ({ image }, _, work) => project(image, { method: "mean", axis: 0, dtype: image.dtype, shape: [1, ...image.shape.slice(1)] }, work),
});
