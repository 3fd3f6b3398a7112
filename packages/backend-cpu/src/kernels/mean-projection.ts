import { meanProjection } from "@openhcs/functions";
import { cpuKernel } from "./cpu-kernel.js";

export const meanProjectionKernel = cpuKernel(meanProjection, {
  cost: { latencyUs: 30, gbPerSec: 4 },
  accumulates: "float64",
  supports: ({ image }) => (image?.dtype !== "float16" && image?.dtype !== "bool") || `leaves means of ${image.dtype} to the reference`,
  run: ({ image }, _, { session, signal }) => session.run("reduce", {
    inputs: [image],
    output: { dtype: image.dtype, shape: [1, ...image.shape.slice(1)] },
    parameters: { method: "mean", axes: [0] },
    signal,
  }),
});
