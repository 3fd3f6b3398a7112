import { kernelFor, type NdArray } from "@openhcs/core";
import { meanProjection } from "@openhcs/functions";
import type { KernelSession } from "../kernel-session.js";

export const meanProjectionKernel = kernelFor<typeof meanProjection.inputs, {}, typeof meanProjection.outputs, "image", NdArray, KernelSession>(meanProjection, {
  memoryType: "ndarray",
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
