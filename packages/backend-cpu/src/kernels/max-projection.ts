import { kernelFor, type NdArray } from "@openhcs/core";
import { maxProjection } from "@openhcs/functions";
import type { KernelSession } from "../kernel-session.js";

export const maxProjectionKernel = kernelFor<typeof maxProjection.inputs, {}, typeof maxProjection.outputs, "image", NdArray, KernelSession>(maxProjection, {
  memoryType: "ndarray",
  cost: { latencyUs: 30, gbPerSec: 4 },
  accumulates: "float64",
  run: ({ image }, _, { session, signal }) => session.run("reduce", {
    inputs: [image],
    output: { dtype: image.dtype, shape: [1, ...image.shape.slice(1)] },
    parameters: { method: "max", axes: [0] },
    signal,
  }),
});
