import { NdArray, sizeOf } from "@openhcs/core";
import { median } from "@openhcs/functions";
import { elementOf, medianWindow } from "@openhcs/functions/for-kernels";
import { cpuKernel } from "./cpu-kernel.js";

/** The native kernel's own limit; see native/common/window.cc. */
const mostPixels = 1 << 20;

export const medianKernel = cpuKernel(median, {
  cost: { latencyUs: 40, gbPerSec: 0.3 },
  accumulates: "float64",
  supports({ image }, parameters) {
    const { shape } = medianWindow(image?.shape.length ?? 0, parameters);
    return sizeOf(shape) <= mostPixels || `leaves windows of more than ${mostPixels} pixels to the reference`;
  },
  run({ image }, parameters, { session, signal }) {
    const { dtype, shape, rank } = image;
    const { shape: size, footprint } = medianWindow(rank, parameters);
    const mask = footprint === undefined ? [] : [new NdArray({ data: footprint.members, shape: footprint.shape, dtype: "uint8" })];
    const { mode = "nearest", cval = 0 } = parameters;
    return session.run("median", { inputs: [image, ...mask], output: { dtype, shape }, parameters: { size, mode, cval: elementOf(dtype, cval) }, signal });
  },
});
