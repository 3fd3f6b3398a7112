import { maxProjection } from "@openhcs/functions";
import { cpuKernel } from "./cpu-kernel.js";

export const maxProjectionKernel = cpuKernel(maxProjection, {
  cost: { latencyUs: 30, gbPerSec: 4 },
  accumulates: "float64",
  run: ({ image }, _, { session, signal }) => session.run("reduce", {
    inputs: [image],
    output: { dtype: image.dtype, shape: [1, ...image.shape.slice(1)] },
    parameters: { method: "max", axes: [0] },
    signal,
  }),
});
