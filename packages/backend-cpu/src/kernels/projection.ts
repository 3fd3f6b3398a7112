import { normalizeAxis, type Dtype } from "@openhcs/core";
import { projection } from "@openhcs/functions";
import { cpuKernel } from "./cpu-kernel.js";

export const projectionKernel = cpuKernel(projection, {
  cost: { latencyUs: 30, gbPerSec: 4 },
  accumulates: "float64",
  supports({ image }, { method, outDtype }) {
    if (method === "median") return "leaves medians to the reference";
    const dtype = outDtype ?? "float64";
    return dtype === "float32" || dtype === "float64" || (picks(method) && dtype === image?.dtype) || `leaves the cast to ${dtype} to the reference`;
  },
  run({ image }, { method, axis, outDtype }, { session, signal }) {
    const dropped = normalizeAxis(axis, image.rank);
    const dtype: Dtype = outDtype ?? (picks(method) ? image.dtype : "float64");
    return session.run("reduce", {
      inputs: [image],
      output: { dtype, shape: image.shape.filter((_, at) => at !== dropped) },
      parameters: { method, axes: [dropped] },
      signal,
    });
  },
});

/** Whether results are elements of the image, and so have its dtype. */
function picks(method: string): boolean {
  return method === "max" || method === "min";
}
